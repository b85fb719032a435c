// One request of Ana's in every state that it can come to, each reached through the domain's own transitions. `words` are the
// texts that people and targets put in, so that a test can put in others.
import type { Answer, Flow } from "../../../src/domain/flow.ts";
import { NOT_LINKED } from "../../../src/domain/identity.ts";
import type { Command, Evidence, NewRequest, Report, Request } from "../../../src/domain/request.ts";
import type { Snapshot } from "../../../src/ports.ts";
import {
  ANA,
  BEN,
  CLEO,
  HOUR_MS,
  MINUTE_MS,
  NOON,
  sampleAccess,
  sampleApprove,
  sampleAsk,
  sampleChange,
  sampleEnded,
  sampleEvidence,
  sampleSubmit,
} from "../../fakes/samples.ts";
import { APPROVAL_ONLY, FLOW, HASH, ID } from "./flows.ts";

/** What people typed, and what targets and accounts are called. */
export interface Words {
  /** To the Flow's questions in words, one after the other and round again. */
  readonly answers: readonly string[];
  readonly reason: string;
  readonly account: string;
  readonly detail: string;
}
export const CALM: Words = {
  answers: ["Order 4711 is stuck.\nI need to see its rows."],
  reason: "Fine by me, but only today.",
  account: "ana@example.com",
  detail: "the target answers with errors",
};

interface Options {
  readonly words?: Words;
  readonly flow?: Flow;
  readonly ask?: Partial<NewRequest>;
}

const SYSTEM = { kind: "system", name: "timer" } as const;

const FIXED: Readonly<Record<string, Answer>> = { rows: 50, onlyLook: true, kind: "people", ticket: null };

const answersTo = ({ fields }: Flow, said: readonly string[]): Readonly<Record<string, Answer>> =>
  Object.fromEntries(
    fields.map(({ name }, index) => [
      name,
      FIXED[name] === undefined ? (said[index % said.length] ?? null) : FIXED[name],
    ]),
  );

/** Runs the inputs from the submission on; each may look at the request as it is then. */
function after(
  { words = CALM, flow = FLOW, ask = {} }: Options,
  ...inputs: ((request: Request) => [Command | Report, number])[]
): Snapshot {
  const bare = flow.targets.length === 0;
  const asked = sampleAsk(ID, {
    flow: flow.name,
    version: HASH,
    answers: answersTo(flow, words.answers),
    access: bare ? null : sampleAccess({ account: { id: "ana", label: words.account } }),
    durationMs: bare ? null : HOUR_MS,
    ...ask,
  });
  let { request } = sampleChange(null, sampleSubmit(asked), NOON);
  for (const input of inputs) {
    const [command, at] = input(request);
    request = sampleChange(request, command, at).request;
  }
  return {
    request,
    version: { hash: HASH, flow },
    frozen: false,
    endOrdered: false,
    stuckSince: null,
    linked: NOT_LINKED,
    card: null,
    receipt: null,
  };
}

const seen = (overrides: Partial<Evidence>, at: number): Evidence => sampleEvidence({ at, ...overrides });

/** Every state by name. A test picks some, or goes through all. */
export function everyState(options: Options = {}): Readonly<Record<string, Snapshot>> {
  const { reason, detail } = options.words ?? CALM;
  const approvedAt = NOON + MINUTE_MS;
  const grantedAt = NOON + 2 * MINUTE_MS;
  const until = grantedAt + HOUR_MS;
  const approve = (): [Command, number] => [sampleApprove(), approvedAt];
  const approveOwn = (): [Command, number] => [sampleApprove({ by: ANA }), approvedAt];
  const grant =
    (overrides: Partial<Evidence> = {}) =>
    (request: Request): [Report, number] => [
      {
        kind: "granted",
        commandId: "granted",
        sequence: request.hold?.sequence ?? 0,
        until,
        evidence: seen(overrides, grantedAt),
      },
      grantedAt,
    ];
  const end =
    (overrides: Partial<Report & { kind: "ended" }>, evidence: Partial<Evidence> = {}, at = until) =>
    (request: Request): [Report, number] => [
      sampleEnded(request, at, { evidence: seen({ seen: "absent", ...evidence }, at), by: SYSTEM, ...overrides }),
      at + 1_000,
    ];
  const revoke = (): [Command, number] => [
    { kind: "revoke", commandId: "revoke", by: BEN, note: reason },
    NOON + 10 * MINUTE_MS,
  ];
  /** As an order of an admin ends one of many. */
  const revokeAll = (): [Command, number] => [
    { kind: "revoke", commandId: "order:revoke", by: CLEO, note: "revoke-all" },
    NOON + 10 * MINUTE_MS,
  ];
  /** Overdue by so many minutes, after so many tries. */
  const struggle =
    (minutes = 5, tries?: number) =>
    (request: Request): [Report, number] => [
      {
        kind: "struggling",
        commandId: "struggling",
        sequence: request.hold?.sequence ?? 0,
        since: until,
        at: until + minutes * MINUTE_MS,
        detail,
        ...(tries === undefined ? {} : { tries }),
      },
      until + minutes * MINUTE_MS,
    ];
  const propose = (): [Command, number] => [
    { kind: "propose_close", commandId: "propose", by: BEN, evidence: reason },
    until + 20 * MINUTE_MS,
  ];
  const confirm = (): [Command, number] => [
    { kind: "confirm_close", commandId: "confirm", by: CLEO },
    until + 25 * MINUTE_MS,
  ];
  const again = (request: Request): [Report, number] => [
    {
      kind: "seen_again",
      commandId: "again",
      sequence: request.hold?.sequence ?? 0,
      evidence: seen({}, until + 24 * HOUR_MS),
    },
    until + 24 * HOUR_MS,
  ];
  const gone = (request: Request): [Report, number] => [
    {
      kind: "gone",
      commandId: "gone",
      sequence: request.hold?.sequence ?? 0,
      evidence: seen({ seen: "absent" }, NOON + 30 * MINUTE_MS),
    },
    NOON + 30 * MINUTE_MS,
  ];
  const at = (...inputs: Parameters<typeof after> extends [Options, ...infer Rest] ? Rest : never) =>
    after(options, ...inputs);
  const early = NOON + 10 * MINUTE_MS;
  return {
    pending: at(),
    "pending, already held": after({ ...options, ask: { alreadyHeld: { level: "read", until } } }),
    "pending, another one being granted": after({ ...options, ask: { alreadyHeld: { level: "read", until: null } } }),
    "pending, frozen": { ...at(), frozen: true },
    granting: at(approve),
    active: at(approve, grant()),
    "active, self-approved": at(approveOwn, grant()),
    "active, standing and inherited": at(approve, grant({ standing: "baseline", inherited: "owner" })),
    "active, unverified": at(approve, grant({ seen: "unverified" })),
    "active, overdue": at(approve, grant(), struggle()),
    revoking: at(approve, grant(), revoke),
    "revoking, one of many": at(approve, grant(), revokeAll),
    "revoking, overdue": at(approve, grant(), revoke, struggle()),
    "granting, not there yet": at(approve, (request) => [
      {
        kind: "struggling",
        commandId: "late",
        sequence: request.hold?.sequence ?? 0,
        since: approvedAt,
        at: approvedAt + 2 * MINUTE_MS,
        detail,
        tries: 6,
        wanting: "grant",
      },
      approvedAt + 2 * MINUTE_MS,
    ]),
    "revoking, overdue for two minutes": at(approve, grant(), revoke, struggle(2, 5)),
    "revoking, overdue and on call": at(approve, grant(), revoke, struggle(16, 12)),
    "revoking, overdue and proposed to close": at(approve, grant(), revoke, struggle(16, 12), propose),
    "closed, by hand": at(approve, grant(), revoke, struggle(16, 12), propose, confirm),
    "closed, by hand and there again": at(approve, grant(), revoke, struggle(16, 12), propose, confirm, again),
    "revoking, no longer allowed": at(approve, () => [
      { kind: "disallow", commandId: "disallow", disallowed: { kind: "target_gone", who: "approver" } },
      early,
    ]),
    "closed, denied": at(() => [{ kind: "deny", commandId: "deny", by: BEN, reason }, approvedAt]),
    "closed, denied without a reason": at(() => [
      { kind: "deny", commandId: "deny", by: BEN, reason: null },
      approvedAt,
    ]),
    "closed, cancelled": at(() => [{ kind: "cancel", commandId: "cancel", by: ANA }, approvedAt]),
    "closed, cancelled as one of many": at(revokeAll),
    "closed, lapsed": at((request) => [{ kind: "lapse", commandId: "lapse" }, request.lapsesAt]),
    "closed, expired": at(approve, grant(), end({})),
    "closed, expired unverified": at(approve, grant({ seen: "unverified" }), end({}, { seen: "unverified" })),
    "closed, expired to what was there before": at(
      approve,
      grant({ standing: "baseline" }),
      end({}, { seen: "read", standing: "baseline" }),
    ),
    "closed, expired and still covered": at(
      approve,
      grant(),
      end({}, { seen: "write", standing: "covered_by_another_hold" }),
    ),
    "closed, revoked": at(approve, grant(), revoke, end({ cause: "released" }, { inherited: "owner" }, early)),
    "closed, revoked as one of many": at(approve, grant(), revokeAll, end({ cause: "released" }, {}, early)),
    "closed, stopped before it was there": at(
      approve,
      () => [{ kind: "cancel", commandId: "cancel", by: ANA }, early],
      end({ cause: "released" }, { seen: "never_added" }, early),
    ),
    "closed, failed at the target": at(approve, end({ cause: "refused_by_target", detail }, { seen: "absent" }, early)),
    "closed, no longer allowed": at(
      approve,
      () => [
        { kind: "disallow", commandId: "disallow", disallowed: { kind: "may_not_approve", who: "approver" } },
        early,
      ],
      end({ cause: "released" }, { seen: "never_added" }, early),
    ),
    "closed, failed in time": at(
      approve,
      end({ cause: "grant_by_passed", detail: null }, { seen: "never_added" }, early),
    ),
    "closed, removed outside Sym": at(approve, grant(), gone),
  };
}

/** A Flow that gives nothing: asked and approved. */
export const approvalOnly = (): Readonly<Record<"pending" | "approved" | "self-approved", Snapshot>> => ({
  pending: after({ flow: APPROVAL_ONLY }),
  approved: after({ flow: APPROVAL_ONLY }, () => [sampleApprove(), NOON + MINUTE_MS]),
  "self-approved": after({ flow: APPROVAL_ONLY }, () => [sampleApprove({ by: ANA }), NOON + MINUTE_MS]),
});

/** One of `everyState`. */
export function stateNamed(name: string, options: Options = {}): Snapshot {
  const snapshot = everyState(options)[name];
  if (snapshot === undefined) throw new Error(`there is no state ${name}`);
  return snapshot;
}
