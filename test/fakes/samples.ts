// A plain Flow, its version and requests made under it, for tests that are about something else. Whatever a test is about
// it says itself, as an override. Times are given, never read.
import type { Access } from "../../src/domain/access.ts";
import { slotKey } from "../../src/domain/access.ts";
import { hashOf } from "../../src/domain/canonical.ts";
import type { Flow, FlowVersion } from "../../src/domain/flow.ts";
import { type Change, changeOf } from "../../src/domain/record.ts";
import type { Command, Evidence, NewRequest, Report, Request } from "../../src/domain/request.ts";
import { transition } from "../../src/domain/transition.ts";

/** Noon, 1 October 2026, UTC. */
export const NOON = Date.UTC(2026, 9, 1, 12);
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

export const TEAM = "T0SYM";
export const ANA = "T0SYM/U0ANA" as const;
export const BEN = "T0SYM/U0BEN" as const;
export const CLEO = "T0SYM/U0CLEO" as const;

export const sampleFlow = (overrides: Partial<Flow> = {}): Flow => ({
  template: "sym:approval",
  name: "prod-database",
  label: "Production database",
  environment: "prod",
  environmentLabel: "Production",
  description: null,
  requesters: { kind: "anyone" },
  approvers: { kind: "people", ids: ["U0BEN", "U0CLEO"] },
  selfApproval: false,
  route: { channel: "C0REQUESTS" },
  fields: [
    {
      name: "reason",
      label: "Reason",
      hint: null,
      required: true,
      type: "text",
      multiline: true,
      maxLength: 3_000,
      pattern: null,
    },
  ],
  targets: [
    {
      name: "orders-db",
      label: "Orders database",
      strategy: "memory",
      level: "read",
      settings: { slot: "orders" },
      endRemovesStanding: false,
    },
  ],
  durationsMs: [30 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS],
  timeoutMs: HOUR_MS,
  grantWithinMs: 10 * MINUTE_MS,
  howToUse: null,
  functions: {},
  ...overrides,
});

/** A Flow without Targets and durations: a decision, and nothing to give. */
export const sampleApprovalOnlyFlow = (overrides: Partial<Flow> = {}): Flow =>
  sampleFlow({ name: "release", label: "Release", targets: [], durationsMs: [], ...overrides });

export const sampleVersion = (flow: Flow = sampleFlow()): FlowVersion => ({ hash: hashOf(flow), flow });

export const sampleAccess = (overrides: Partial<Access> = {}): Access => ({
  key: slotKey("memory", ["orders", "ana"]),
  target: "orders-db",
  targetLabel: "Orders database",
  strategy: "memory",
  settings: { slot: "orders" },
  level: "read",
  account: { id: "ana", label: "ana@example.com" },
  ...overrides,
});

/** What Ana asks for. Another `id` is another submission, at another slot; say `access` to make two meet. */
export const sampleAsk = (id: string, overrides: Partial<NewRequest> = {}): NewRequest => ({
  id,
  flow: "prod-database",
  environment: "prod",
  version: sampleVersion().hash,
  requester: ANA,
  requesterTz: "Europe/Lisbon",
  teamId: TEAM,
  viewId: `V-${id}`,
  answers: { reason: "Look at a stuck order" },
  access: sampleAccess({ key: slotKey("memory", ["orders", id]) }),
  durationMs: HOUR_MS,
  alreadyHeld: null,
  timeoutMs: HOUR_MS,
  firstOfVersion: false,
  ...overrides,
});

/** What the domain says that this command or report changes; a refusal here is a mistake of the test. */
export function sampleChange(before: Request | null, input: Command | Report, now: number): Change {
  const stepped = transition(before, input, now);
  if (!stepped.ok) throw new Error(`the domain refuses ${input.kind}: ${stepped.refusal.kind}`);
  const change = changeOf(stepped.value, before, input, now);
  if (change === null) throw new Error(`${input.kind} leaves no trace`);
  return change;
}

export const sampleSubmit = (ask: NewRequest): Command => ({
  kind: "submit",
  commandId: `submit:${ask.id}`,
  request: ask,
});

export const sampleApprove = (overrides: Partial<Command & { kind: "approve" }> = {}): Command => ({
  kind: "approve",
  commandId: "approve-1",
  by: BEN,
  grantWithinMs: 10 * MINUTE_MS,
  frozen: false,
  ...overrides,
});

export const sampleEvidence = (overrides: Partial<Evidence> = {}): Evidence => ({
  seen: "read",
  inherited: null,
  at: NOON,
  standing: "none",
  ...overrides,
});

/** The Entitlement's word that the access is there, for the hold that the request has. */
export const sampleGranted = (request: Request, at: number, until: number): Report => ({
  kind: "granted",
  commandId: `granted:${request.id}`,
  sequence: request.hold?.sequence ?? 0,
  until,
  evidence: sampleEvidence({ at }),
});

/** The Entitlement's word that the access is gone. */
export const sampleEnded = (
  request: Request,
  at: number,
  overrides: Partial<Report & { kind: "ended" }> = {},
): Report => ({
  kind: "ended",
  commandId: `ended:${request.id}`,
  sequence: request.hold?.sequence ?? 0,
  cause: "time",
  by: { kind: "system", name: "entitlement" },
  detail: null,
  evidence: sampleEvidence({ seen: "absent", at }),
  ...overrides,
});
