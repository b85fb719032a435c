// The rows of model/transitions.pml against the code's transition, both ways: every state that a record can be in meets every
// input, and the model's row says what the code does; and every row of the model is met. Reads the model's own text, guards and
// all; where it is not of the form that is known here, the test fails.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Command, EndCause, Report, Request, RequestState } from "../../../src/domain/request.ts";
import { approvalsOf } from "../../../src/domain/stages.ts";
import { transition } from "../../../src/domain/transition.ts";
import {
  ANA,
  BEN,
  CLEO,
  HOUR_MS,
  MINUTE_MS,
  NOON,
  sampleApprove,
  sampleAsk,
  sampleChange,
  sampleEnded,
  sampleEvidence,
  sampleGranted,
  sampleSubmit,
} from "../../fakes/samples.ts";

const MODEL = readFileSync("model/transitions.pml", "utf8");

/** What a guard may ask. */
interface Facts {
  readonly past_deadline: boolean;
  readonly frozen: boolean;
  readonly approval_only: boolean;
  /** The report speaks of the hold that the record has. */
  readonly SAME: boolean;
  readonly "R.holds": boolean;
  readonly "R.granted": boolean;
  readonly "R.struggling": boolean;
  readonly "R.proposed": boolean;
  readonly "R.back": boolean;
}

/** Guards are conjunctions of facts and their opposites. */
function holds(guard: string, facts: Facts): boolean {
  const text = new RegExp(`^#define guard_${guard} +(.+)$`, "m").exec(MODEL)?.[1]?.trim();
  if (text === undefined) throw new Error(`the model has no guard ${guard}`);
  if (text === "true") return true;
  return text
    .slice(1, -1)
    .split("&&")
    .map((atom) => atom.trim())
    .every((atom) => {
      const fact = atom.replace(/^!/, "");
      if (!Object.hasOwn(facts, fact)) throw new Error(`guard ${guard} asks for ${fact}`);
      return facts[fact as keyof Facts] !== atom.startsWith("!");
    });
}

interface Row {
  readonly from: string;
  readonly input: string;
  readonly guard: string;
  /** What becomes of it, as `told` says it. */
  readonly to:
    | { readonly state: string; readonly outcome: string; readonly event: string; readonly owes: string }
    | "seen";
}

const body = MODEL.slice(MODEL.indexOf("inline step("));
const rows: readonly Row[] = [...body.matchAll(/^ +(ROW|SEEN)\(([^)]*)\)$/gm)].map(([, kind, list]) => {
  const [from = "", input = "", guard = "", state = "", outcome = "", event = "", owes = ""] = (list ?? "")
    .split(",")
    .map((cell) => cell.trim());
  return { from, input, guard, to: kind === "SEEN" ? "seen" : { state, outcome, event, owes } };
});

const outcomeOfCause = new Map(
  [...MODEL.matchAll(/BY\((\w+), +(\w+)\) \\/g)].map(([, cause, outcome]) => [cause, outcome]),
);

/** What the model keeps of a record. */
interface Record {
  readonly state: string;
  readonly outcome: string;
  readonly holds: boolean;
  readonly granted: boolean;
  readonly struggling: boolean;
  readonly proposed: boolean;
  readonly given: boolean;
  readonly back: boolean;
}
/** That an end is overdue, and not only that a grant does not come. */
const isOverdue = ({ struggling }: Request): boolean => struggling !== null && struggling.wanting === undefined;

const recordOf = (request: Request | null): Record => ({
  state: request?.state ?? "none",
  outcome: request?.outcome ?? request?.ending?.outcome ?? "open",
  holds: (request?.hold ?? null) !== null,
  granted: (request?.granted ?? null) !== null,
  struggling: request !== null && isOverdue(request),
  proposed: request?.byHand !== undefined,
  given: request?.awaiting !== undefined || (request !== null && approvalsOf(request).length > 1),
  back: request?.back !== undefined && request.back.goneAt === null,
});

const LATER = NOON + 5 * MINUTE_MS;
const UNTIL = NOON + 65 * MINUTE_MS;

const asked = (approvalOnly: boolean): Request =>
  sampleChange(
    null,
    sampleSubmit(approvalOnly ? { ...sampleAsk("r1"), access: null, durationMs: null } : sampleAsk("r1")),
    NOON,
  ).request;
const revoke: Command = { kind: "revoke", commandId: "revoke", by: BEN, note: null };
const lapse: Command = { kind: "lapse", commandId: "lapse" };
/** Told anew, or, where people were told that an end is overdue, told as before: the model knows no hours. */
const struggle = (request: Request, wanting: "grant" | null): Report => ({
  kind: "struggling",
  commandId: "struggling",
  sequence: request.hold?.sequence ?? 0,
  since: NOON,
  at: (request.struggling?.toldAt ?? LATER) + (wanting === null && isOverdue(request) ? 0 : 1),
  detail: "the target does not answer",
  ...(wanting === null ? {} : { wanting }),
});
const granted = (request: Request): Report => sampleGranted(request, LATER, UNTIL);

/** Every record that a history can come to, as far as the model tells them apart, found by trying everything from the start. */
function everyRecord(): Request[] {
  const found = new Map<string, Request>();
  const todo: Request[] = [asked(false), asked(true)];
  for (let request = todo.pop(); request !== undefined; request = todo.pop()) {
    const key = JSON.stringify([recordOf(request), request.access === null]);
    if (found.has(key)) continue;
    found.set(key, request);
    for (const { input, now } of inputsFor(request)) {
      const answer = transition(request, input, now);
      if (answer.ok && answer.value.event !== null) todo.push({ ...answer.value.request, seq: request.seq + 1 });
    }
  }
  return [...found.values()];
}

interface Met {
  readonly name: string;
  readonly input: Command | Report;
  readonly now: number;
  readonly frozen: boolean;
  readonly same: boolean;
  readonly cause: EndCause | null;
}
const CAUSES: readonly EndCause[] = ["time", "released", "grant_by_passed", "refused_by_target", "not_cleared"];

/** Every input, early and late, frozen or not, of this hold and of another. */
function inputsFor(request: Request | null): Met[] {
  const of = request ?? asked(false);
  const commands: readonly (readonly [string, Command])[] = [
    ["submit", sampleSubmit(sampleAsk("r1"))],
    ["approve", sampleApprove()],
    ["approve_in_part", sampleApprove({ part: { stage: 0, awaiting: { stage: 0, missing: 1 } } })],
    ["deny", { kind: "deny", commandId: "deny", by: CLEO, reason: null }],
    ["cancel", { kind: "cancel", commandId: "cancel", by: ANA }],
    ["cancel_by_other", { kind: "cancel", commandId: "cancel", by: CLEO }],
    ["revoke", revoke],
    ["show_credential", { kind: "show_credential", commandId: "show", by: ANA }],
    ["lapse", lapse],
    ["disallow", { kind: "disallow", commandId: "disallow", disallowed: { kind: "own_request", who: "approver" } }],
    ["depart", { kind: "depart", commandId: "depart", note: "gone" }],
    ["propose_close", { kind: "propose_close", commandId: "propose", by: BEN, evidence: "looked" }],
    ["confirm_close", { kind: "confirm_close", commandId: "confirm", by: CLEO }],
  ];
  const reports: readonly (readonly [string, Report, EndCause | null])[] = [
    ["granted", granted(of), null],
    ...CAUSES.map((cause) => ["ended", sampleEnded(of, LATER, { cause }), cause] as const),
    ["gone", { kind: "gone", commandId: "gone", sequence: of.hold?.sequence ?? 0, evidence: sampleEvidence() }, null],
    ["struggling", struggle(of, null), null],
    ["struggling_to_grant", struggle(of, "grant"), null],
    [
      "seen_again",
      {
        kind: "seen_again",
        commandId: "seen",
        sequence: of.hold?.sequence ?? 0,
        // Told of anew: the same look told twice is nothing new, whatever the state.
        evidence: sampleEvidence({ at: (of.back?.at ?? NOON) + 1 }),
      },
      null,
    ],
    [
      "altered",
      { kind: "altered", commandId: "altered", sequence: of.hold?.sequence ?? 0, evidence: sampleEvidence() },
      null,
    ],
  ];
  const times = [LATER, NOON + HOUR_MS];
  return [
    ...commands.flatMap(([name, command]) =>
      times.flatMap((now) =>
        [false, true].map((frozen) => ({
          name,
          input: command.kind === "approve" ? { ...command, frozen } : command,
          now,
          frozen,
          same: true,
          cause: null,
        })),
      ),
    ),
    ...reports.flatMap(([name, report, cause]) =>
      times.flatMap((now) =>
        [true, false].map((same) => ({
          name,
          input: same ? report : { ...report, sequence: report.sequence + 7 },
          now,
          frozen: false,
          same,
          cause,
        })),
      ),
    ),
  ];
}

/** What the model says of this record and input: by which row, and the record after it. */
function saidByModel(request: Request | null, met: Met): { readonly row: Row | null; readonly said: string } {
  const before = recordOf(request);
  const facts: Facts = {
    past_deadline: met.now >= NOON + HOUR_MS,
    frozen: met.frozen,
    approval_only: request?.access === null,
    SAME: met.same,
    "R.holds": before.holds,
    "R.granted": before.granted,
    "R.struggling": before.struggling,
    "R.proposed": before.proposed,
    "R.back": before.back,
  };
  const fitting = rows.filter((row) => row.from === before.state && row.input === met.name && holds(row.guard, facts));
  if (fitting.length > 1) throw new Error(`two rows for ${met.name} in ${before.state}`);
  const row = fitting[0] ?? null;
  if (row === null) return { row, said: "refused" };
  if (row.to === "seen") return { row, said: "seen" };
  const { state, outcome, event, owes } = row.to;
  const fixed =
    outcome === "open" || outcome === "as_fixed"
      ? before.outcome
      : outcome === "by_cause"
        ? (outcomeOfCause.get(met.cause ?? "") ?? "?")
        : outcome;
  const after: Record = {
    state,
    outcome: fixed,
    holds: before.holds || owes === "hold",
    granted: before.granted || met.name === "granted",
    struggling:
      !["ended", "gone", "confirm_close", "struggling_to_grant"].includes(met.name) &&
      event !== "granted" &&
      (before.struggling || met.name === "struggling"),
    proposed: before.proposed || event === "close_proposed",
    given: before.given || event === "approved_in_part",
    back: (before.back || ["granted_after_close", "seen_again"].includes(event)) && event !== "gone_again",
  };
  return { row, said: `${event}, owes ${owes}: ${JSON.stringify(after)}` };
}

function doneByCode(request: Request | null, { input, now }: Met): string {
  const answer = transition(request, input, now);
  if (!answer.ok) return "refused";
  const { request: after, event, effects } = answer.value;
  if (event === null) return "seen";
  const access = effects.filter(({ kind }) => ["hold", "release", "let_go"].includes(kind)).map(({ kind }) => kind);
  return `${event.name}, owes ${access.join(" and ") || "nothing"}: ${JSON.stringify(recordOf(after))}`;
}

const records: readonly (Request | null)[] = [null, ...everyRecord()];

test("what the model's rows say of every record and every input is what the code does", () => {
  const different = records.flatMap((request) =>
    inputsFor(request).flatMap((met) => {
      const [model, code] = [saidByModel(request, met).said, doneByCode(request, met)];
      const at = `${JSON.stringify(recordOf(request))} meets ${met.name}${met.cause === null ? "" : ` (${met.cause})`}`;
      return model === code ? [] : [`${at}: the model says ${model}, the code does ${code}`];
    }),
  );
  expect(different).toEqual([]);
});

test("every row of the model is met, and every state of the code", () => {
  expect(rows.length).toBeGreaterThan(30);
  const used = new Set(records.flatMap((request) => inputsFor(request).map((met) => saidByModel(request, met).row)));
  expect(rows.filter((row) => !used.has(row))).toEqual([]);
  const states: readonly RequestState[] = ["pending", "granting", "active", "revoking", "closed"];
  expect(states.filter((state) => !records.some((request) => request?.state === state))).toEqual([]);
  expect([...outcomeOfCause.keys()].sort()).toEqual([...CAUSES].sort());
});
