// Who waits for a turn at one target: the more urgent first, and among equals the Flows in turns, so that ten thousand ends of
// one do not stand before the first of another. Counts what is ahead; never says who may go.
import { type GateAsk, URGENCIES, type Urgency } from "./turn.ts";

export interface Waiter extends Pick<GateAsk, "id" | "urgency" | "flow" | "calls"> {
  /** When it was told to come back; null: not yet. */
  turnAt: number | null;
}

interface Lane {
  readonly waiters: Map<string, Waiter>;
  calls: number;
  last: string;
}

/** Whoever is due and does not come keeps a claim on a turn for this long. */
const LATE_MS = 5_000;
/** And its place in the order for this long. */
const FORGOTTEN_MS = 10 * 60_000;

export class Waiting {
  readonly #byId = new Map<string, Waiter>();
  readonly #lanes = new Map<Urgency, Map<string, Lane>>(URGENCIES.map((urgency) => [urgency, new Map()]));

  /** Keeps its place, unless it asks for something else than before. */
  put(ask: GateAsk): Waiter {
    const known = this.#byId.get(ask.id);
    if (known?.urgency === ask.urgency && known.flow === ask.flow && known.calls === ask.calls) return known;
    this.remove(ask.id);
    const { id, urgency, flow, calls } = ask;
    const waiter: Waiter = { id, urgency, flow, calls, turnAt: null };
    const lanes = this.#flows(urgency);
    const lane = lanes.get(flow) ?? { waiters: new Map<string, Waiter>(), calls: 0, last: id };
    lane.waiters.set(id, waiter);
    lane.calls += calls;
    lane.last = id;
    lanes.set(flow, lane);
    this.#byId.set(id, waiter);
    return waiter;
  }

  remove(id: string): void {
    const waiter = this.#byId.get(id);
    if (waiter === undefined) return;
    this.#byId.delete(id);
    const lanes = this.#flows(waiter.urgency);
    const lane = lanes.get(waiter.flow);
    if (!lane?.waiters.delete(id)) return;
    lane.calls -= waiter.calls;
    if (lane.waiters.size === 0) lanes.delete(waiter.flow);
  }

  /** It had its turn: its Flow is the last of its kind now. */
  served({ id, urgency, flow }: Waiter): void {
    this.remove(id);
    const lanes = this.#flows(urgency);
    const lane = lanes.get(flow);
    if (lane === undefined) return;
    lanes.delete(flow);
    lanes.set(flow, lane);
  }

  /** Nobody's told time counts any more. */
  clear(): void {
    for (const id of [...this.#byId.keys()]) this.remove(id);
  }

  /** Calls of those ahead who should be here by now, and may come any moment. */
  due(waiter: Waiter, now: number): number {
    let calls = 0;
    for (const urgency of URGENCIES) {
      for (const { waiters } of this.#flows(urgency).values())
        for (const other of waiters.values()) {
          if (other === waiter || other.turnAt === null || other.turnAt > now) break;
          if (other.turnAt < now - FORGOTTEN_MS) this.remove(other.id);
          else if (other.turnAt >= now - LATE_MS) calls += other.calls;
        }
      if (urgency === waiter.urgency) return calls;
    }
    return calls;
  }

  /** Calls of all who are ahead, as far as can be told without looking at each of them. */
  ahead(waiter: Waiter): number {
    let calls = 0;
    for (const urgency of URGENCIES) {
      const lanes = this.#flows(urgency);
      if (urgency !== waiter.urgency) {
        for (const lane of lanes.values()) calls += lane.calls;
        continue;
      }
      const own = lanes.get(waiter.flow);
      const round = own === undefined ? 0 : placeIn(own, waiter.id);
      let isBefore = true;
      for (const lane of lanes.values()) {
        const turns = lane === own ? round : round + (isBefore ? 1 : 0);
        calls += lane.calls * Math.min(1, turns / lane.waiters.size);
        if (lane === own) isBefore = false;
      }
      return calls;
    }
    return calls;
  }

  #flows(urgency: Urgency): Map<string, Lane> {
    return this.#lanes.get(urgency) as Map<string, Lane>;
  }
}

function placeIn({ waiters, last }: Lane, id: string): number {
  if (id === last) return waiters.size - 1;
  let place = 0;
  for (const other of waiters.keys()) {
    if (other === id) break;
    place++;
  }
  return place;
}
