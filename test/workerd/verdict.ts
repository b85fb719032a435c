// What must be true when a run is over, read from the record, the target and the objects themselves. Each sentence names the
// promise that it breaks: I1 decided, I2 ended, I3 others' kept, I5 one decision, I6 nothing lost, I7 everything recorded.
import * as z from "zod";
import { hashEvent, type RequestEvent } from "../../src/domain/record.ts";
import type { Request } from "../../src/domain/request.ts";
import { storedRequest } from "../../src/store/stored-request.ts";
import { slotName } from "./ledger.ts";
import { isEmpty } from "./left.ts";
import type { Told } from "./person.ts";
import { CLASSES, type Runtime } from "./runtime.ts";
import type { WorldAround } from "./world-around.ts";

const json = z.string().transform((text): unknown => JSON.parse(text));
const requestRow = z.object({ body: json.pipe(storedRequest) });
const eventRow = z
  .object({
    request_id: z.string(),
    seq: z.number(),
    command_id: z.string(),
    name: z.string(),
    actor: json,
    at: z.number(),
    data: json,
    previous: z.string(),
    hash: z.string(),
  })
  .transform(
    ({ request_id, command_id, ...row }) => ({ requestId: request_id, commandId: command_id, ...row }) as RequestEvent,
  );

export interface Recorded {
  readonly requests: readonly Request[];
  readonly events: ReadonlyMap<string, readonly RequestEvent[]>;
}

export async function readRecord(runtime: Runtime): Promise<Recorded> {
  const requests = z.array(requestRow).parse(await runtime.rows("SELECT body FROM requests"));
  const rows = z.array(eventRow).parse(await runtime.rows("SELECT * FROM request_events ORDER BY request_id, seq"));
  return { requests: requests.map(({ body }) => body), events: Map.groupBy(rows, ({ requestId }) => requestId) };
}

/** What is still to come, as a sentence; null where nothing is. */
export async function stillOwed(runtime: Runtime): Promise<string | null> {
  for (const [what, query] of [
    ["open requests", "SELECT count(*) AS n FROM requests WHERE closed_at IS NULL"],
    ["undelivered effects", "SELECT count(*) AS n FROM effects WHERE delivered = 0"],
    ["open slots", "SELECT count(*) AS n FROM slots WHERE closed_at IS NULL"],
  ] as const) {
    const count = Number((await runtime.rows(query))[0]?.["n"]);
    if (count > 0) return `I6: ${count} ${what}`;
  }
  for (const of of CLASSES) {
    const left = (await runtime.left(of)).filter((one) => !isEmpty(one));
    const armed = left.filter(({ alarm }) => alarm !== null).length;
    if (left.length > 0) return `I6: ${left.length} objects of ${of} still remember something, ${armed} have an alarm`;
  }
  return null;
}

/** Every broken promise; empty where all hold. */
export function brokenPromises(around: WorldAround, record: Recorded, told: readonly Told[]): string[] {
  return [
    ...around.complaints,
    ...(around.target.unsigned() > 0 ? [`${around.target.unsigned()} calls of the target were not signed`] : []),
    ...around.slack.leaked().map(() => "Slack was sent a secret"),
    ...told.flatMap(({ strange }) => strange),
    ...atTheTarget(around, record),
    ...told.flatMap((one) => brokenWish(one, record)),
    ...record.requests.flatMap((request) => brokenRequest(request, record.events.get(request.id) ?? [])),
  ];
}

function atTheTarget({ ledger }: WorldAround, record: Recorded): string[] {
  const broken: string[] = [];
  const bySlot = Map.groupBy(record.requests, ({ access }) => slotOf(access));
  for (const slot of ledger.held()) if (!ledger.standing.has(slot)) broken.push(`I2: somebody still holds ${slot}`);
  for (const slot of ledger.standing) if (!ledger.holds(slot)) broken.push(`I3: ${slot} lost what was there before`);
  for (const { slot, holds, at } of ledger.changes) {
    if (ledger.standing.has(slot)) broken.push(`I3: ${slot} was changed, though it was there before`);
    if (holds && !(bySlot.get(slot) ?? []).some((request) => decidedThen(request, record, at)))
      broken.push(`I1: ${slot} was given at ${at} without a decision that stood`);
  }
  return broken;
}

const withTeam = z.object({ data: z.object({ team: z.string() }) });

const slotOf = (access: Request["access"]): string =>
  access === null ? "" : slotName(access.account.id, withTeam.parse(access.settings).data.team);

/** Approved before, and not yet proven gone. */
const decidedThen = ({ id, removed }: Request, { events }: Recorded, at: number): boolean =>
  (events.get(id) ?? []).some((event) => event.name === "approved" && event.at <= at) &&
  (removed === null || at <= removed.at);

function brokenWish({ wish, accepted }: Told, { requests }: Recorded): string[] {
  const rows = requests.filter(({ viewId }) => viewId === wish.viewId);
  if (rows.length > 1) return [`I5: ${wish.ticket} became ${rows.length} requests`];
  return accepted && rows.length === 0 ? [`I6: ${wish.ticket} was accepted and is not in the record`] : [];
}

const DECISIONS = ["approved", "denied", "cancelled", "lapsed"];

function brokenRequest(request: Request, events: readonly RequestEvent[]): string[] {
  const { id, state, granted, removed, head } = request;
  const broken: string[] = [];
  const names = events.map(({ name }) => name);
  const decisions = names.filter((name) => DECISIONS.includes(name)).length;
  if (state !== "closed") broken.push(`I6: ${id} is still ${state}`);
  if (decisions !== 1) broken.push(`I5: ${id} was decided ${decisions} times`);
  if (names.filter((name) => name === "granted").length > 1) broken.push(`I5: ${id} was granted twice`);
  if (granted !== null && removed === null) broken.push(`I7: nothing says that ${id} was taken away`);
  let previous = "";
  for (const [at, { hash, ...event }] of events.entries()) {
    if (event.seq !== at + 1 || event.previous !== previous || hashEvent(event) !== hash)
      broken.push(`I7: the chain of ${id} is broken at ${event.seq}`);
    previous = hash;
  }
  if (previous !== head) broken.push(`I7: ${id} does not stand at the head of its chain`);
  return broken;
}
