// The version after, to be deployed beside the one of now: ours, with more to remember and more to do than ours knows. While it
// is about, the one of now reads the record through the shapes of the store, and nothing that it writes may drop what is not its.

import type { EffectBody } from "../../src/domain/effect.ts";
import type { EntitlementState } from "../../src/domain/entitlement.ts";
import type { Change } from "../../src/domain/record.ts";
import type { Request } from "../../src/domain/request.ts";
import type { World } from "../../src/engine/world.ts";
import type { Memory, PendingEffect, RequestMemoryState, Snapshot, Store } from "../../src/ports.ts";
import { owedFrom, requestFrom } from "../../src/store/rows.ts";
import { type Code, NOW_CODE } from "./code.ts";
import { seeing } from "./previous-code.ts";

/** What only the version after writes beside what is known. */
const MARK = { ofTomorrow: 1 };
const isMarked = (value: object | null | undefined): boolean => value != null && "ofTomorrow" in value;
const lost = (before: object | null | undefined, after: object | null | undefined): boolean =>
  isMarked(before) && after != null && !isMarked(after);

/** An effect that the version of now cannot do, and may not lose. */
const LATER = { kind: "tomorrow" } as unknown as EffectBody;
/** Owed from the approval until the request is closed: long enough to be met by whoever is rolled back to. */
const isLater = ({ effect }: PendingEffect): boolean => (effect.body.kind as string) === "tomorrow";

type State = EntitlementState | RequestMemoryState;
const holdsOf = (state: State): EntitlementState["holds"] => ("holds" in state ? state.holds : []);

const marked = <S extends State>(state: S): S =>
  "holds" in state
    ? { ...state, ...MARK, holds: state.holds.map((hold) => ({ ...hold, ...MARK })) }
    : { ...state, ...MARK };

/** What the state before had of tomorrow, and the one after has no more, though what it was about is still there. */
function dropsMemory(before: State | null, after: State): string | null {
  if (before === null) return null;
  if (lost(before, after)) return "of an object";
  const kept = holdsOf(after);
  const dropped = holdsOf(before).some((hold) =>
    lost(
      hold,
      kept.find(({ requestId, sequence }) => requestId === hold.requestId && sequence === hold.sequence),
    ),
  );
  return dropped ? "of a hold" : null;
}

function dropsRecord(before: Request | undefined, after: Request): string | null {
  if (before === undefined) return null;
  if (lost(before, after)) return "of a request";
  if (lost(before.access, after.access)) return "of the access of a request";
  return before.hold?.sequence === after.hold?.sequence && lost(before.hold, after.hold)
    ? "of the hold of a request"
    : null;
}

const markedChange = (change: Change): Change => {
  const { request, event, effects } = change;
  const { access, hold } = request;
  const later = {
    id: `${request.id}:${event.seq}:tomorrow`,
    requestId: request.id,
    seq: event.seq,
    createdAt: event.at,
  };
  return {
    ...change,
    request: { ...request, ...MARK, access: access && { ...access, ...MARK }, hold: hold && { ...hold, ...MARK } },
    effects: event.name === "approved" ? [...effects, { ...later, body: LATER }] : effects,
  };
};

/* ---- As the store hands it out ---- */

/** What is stored never changes, so it is read once. */
const known = new WeakMap<Request, Request>();
function read(request: Request): Request {
  const before = known.get(request);
  if (before !== undefined) return before;
  const asRead = requestFrom(JSON.stringify(request));
  known.set(request, asRead);
  return asRead;
}
const readSnapshot = (snapshot: Snapshot): Snapshot => ({ ...snapshot, request: read(snapshot.request) });
const rowOf = ({ effect, tries, notBefore, errorClass }: PendingEffect) => ({
  id: effect.id,
  request_id: effect.requestId,
  seq: effect.seq,
  created_at: effect.createdAt,
  body: JSON.stringify(effect.body),
  tries,
  not_before: notBefore,
  error_class: errorClass,
});

export interface Onlooker {
  readonly stored: (requestId: string) => Request | undefined;
  readonly broken: (what: string) => void;
}

/** The version of now, and the one after, each over memories that tell when something of tomorrow is dropped. */
export function codesBesideNext({ stored, broken }: Onlooker): { now: Code; next: Code } {
  const says = (what: string | null): void => {
    if (what !== null) broken(`I6: what a newer Sym had stored ${what} is dropped`);
  };
  const over = <S extends State, M extends Memory<S>>(memory: M, change: (state: S) => S): M =>
    new Proxy(memory, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (name !== "write" && name !== "replace") return value;
        return (state: S, ...rest: unknown[]): unknown => {
          const changed = change(state);
          says(dropsMemory(target.read(), changed));
          return Reflect.apply(value as (...args: unknown[]) => unknown, target, [changed, ...rest]);
        };
      },
    });
  const committing =
    (store: Store, change: (change: Change) => Change): Store["commit"] =>
    async (asked, ...rest) => {
      const before = stored(asked.request.id);
      const changed = change(asked);
      const answer = await store.commit(changed, ...rest);
      if (answer === "committed") says(dropsRecord(before, changed.request));
      return answer;
    };
  const version = (change: <S extends State>(state: S) => S, sees: (world: World) => World): Omit<Code, "version"> => ({
    ...NOW_CODE,
    wakeRequest: (world, memory, id) => NOW_CODE.wakeRequest(world, over(memory, change), id),
    wakeEntitlement: (world, memory) => NOW_CODE.wakeEntitlement(world, over(memory, change)),
    hold: (world, memory, order) => NOW_CODE.hold(world, over(memory, change), order),
    release: (world, memory, order) => NOW_CODE.release(world, over(memory, change), order),
    wake: (world, memory, access) => NOW_CODE.wake(world, over(memory, change), access),
    check: (world, memory, access) => NOW_CODE.check(world, over(memory, change), access),
    letGo: (world, memory, order) => NOW_CODE.letGo(world, over(memory, change), order),
    sees,
  });
  const now = version(
    (state) => state,
    (world) => {
      const { store } = world;
      return seeing(world, {
        commit: committing(store, (change) => change),
        snapshot: async (id) => {
          const snapshot = await store.snapshot(id);
          return snapshot && readSnapshot(snapshot);
        },
        work: async (id) => {
          const work = await store.work(id);
          return work && { snapshot: readSnapshot(work.snapshot), ...owedFrom(work.effects.map(rowOf)) };
        },
        claims: async (key) => {
          const claims = await store.claims(key);
          return { ...claims, requests: claims.requests.map(read) };
        },
      });
    },
  );
  const next = version(marked, (world) => {
    const { store } = world;
    return seeing(world, {
      commit: committing(store, markedChange),
      work: async (id) => {
        const work = await store.work(id);
        const later = work?.effects.filter(isLater) ?? [];
        if (work?.snapshot.request.state === "closed" && later.length > 0)
          await store.delivered(
            later.map(({ effect }) => effect.id),
            null,
          );
        return work && { ...work, effects: work.effects.filter((owed) => !isLater(owed)) };
      },
    });
  });
  return { now: { ...now, version: "now" }, next: { ...next, version: "next" } };
}
