// How to use access that is there, in the words of the Flow. The one place where mrkdwn is taken as an implementer wrote it.
import type { SectionBlock } from "slack-edge";
import type { Flow } from "../../domain/flow.ts";
import { fromFlow, type Mrkdwn, mrkdwn } from "../words/escape.ts";

const HOW_MAX = 2_500;

/** Null where the Flow says nothing. */
export const howToUse = (flow: Flow): SectionBlock | null =>
  flow.howToUse === null || flow.howToUse.trim() === ""
    ? null
    : linked(mrkdwn`*How to use it*\n${fromFlow(flow.howToUse, HOW_MAX)}`);

/** Unlike any other text of Sym's, this one may have addresses written out, which Slack turns into links. */
const linked = (text: Mrkdwn): SectionBlock => ({ type: "section", text: { type: "mrkdwn", text: text.mrkdwn } });
