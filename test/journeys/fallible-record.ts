// The record of the journeys: the real D1, watched, which can be out of reach, or take a change and never say so. Never changes
// a statement.
import { type Trip, watch } from "../workers/store/watched-d1.ts";

const lost = (): Error => new Error("D1_ERROR: Network connection lost.");

export class FallibleRecord {
  readonly db: D1Database;
  readonly trips: readonly Trip[];
  /** Nobody gets through to D1. */
  isDown = false;
  #losing = false;

  constructor(real: D1Database) {
    const watched = watch(real);
    this.trips = watched.trips;
    this.db = new Proxy(watched.db, {
      get: (target, property) => {
        // Asked at every trip, so that an outage begins in the middle of things.
        watched.fault = this.isDown ? { when: "before", error: lost() } : null;
        if (property !== "batch") return Reflect.get(target, property);
        return async (statements: D1PreparedStatement[]) => {
          const answer = await target.batch(statements);
          if (!this.#losing) return answer;
          this.#losing = false;
          this.isDown = true;
          throw lost();
        };
      },
    });
  }

  /** The next change is taken, its answer is lost, and nobody gets through from then on. */
  breakDuringNextCommit(): void {
    this.#losing = true;
  }
}
