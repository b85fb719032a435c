// Who must act about a target's trouble, by its class: a sentence of Sym's own. Never shows what the target said.
import type { TroubleClass } from "../../domain/trouble.ts";
import { type Mrkdwn, mrkdwn } from "./escape.ts";

const WHO: Readonly<Record<TroubleClass, Mrkdwn>> = {
  retryable: mrkdwn`It may pass by itself; if the target is known to be out of order, whoever runs it has to bring it back.`,
  slow_down: mrkdwn`Nobody has to act: it goes on at the pace that the target allows.`,
  auth: mrkdwn`Whoever looks after Sym's credential at this target has to act now: it is refused, or lacks a right.`,
  config: mrkdwn`Whoever wrote this Target has to act now: what its settings name is not there any more, or they do not fit.`,
  impossible: mrkdwn`Whoever runs the target has to take it away by hand: it does not let Sym.`,
  bug: mrkdwn`Whoever looks after Sym has to act now: it does not understand the target. The log has more.`,
};

/** Where the class is not known, what may be the matter. */
export const sayWhoActs = (kind: TroubleClass | undefined): Mrkdwn =>
  (kind && WHO[kind]) ?? mrkdwn`If the target needs people (credentials, an outage), it needs them now.`;
