// The object of one target with published limits, or of one list that is replaced whole: answers at once who may call it now,
// or change it. Its queues live in memory, since whoever is forgotten asks again; what it has learnt, and who is changing the
// list, is stored before anybody hears of it. Has no alarm, and calls nobody.
import { DurableObject } from "cloudflare:workers";
import { Gate } from "../domain/gate.ts";
import type { GateHealth } from "../domain/gate-health.ts";
import { Lane, type LaneAnswer, type LaneAsk, type LaneNews, type LaneState } from "../domain/lane.ts";
import type { GateAnswer, GateAsk, GateNews } from "../domain/turn.ts";
import type { World } from "../engine/world.ts";

const HEALTH = "health";
const LANE = "lane";

/** The class, over whatever `wire` makes of the bindings. */
export function gateObject<E extends Cloudflare.Env>(wire: (env: E) => Pick<World, "clock" | "chance">) {
  return class extends DurableObject<E> {
    readonly world = wire(this.env);
    readonly gate = new Gate(this.world.clock.now(), this.ctx.storage.kv.get<GateHealth>(HEALTH) ?? null);
    readonly lane = new Lane(this.world.clock.now(), this.ctx.storage.kv.get<LaneState>(LANE) ?? null);

    ask(ask: GateAsk): GateAnswer {
      return this.gate.ask(ask, this.world.clock.now(), this.world.chance.fraction());
    }

    told(news: GateNews): void {
      const before = this.gate.health;
      this.gate.told(news, this.world.clock.now());
      if (this.gate.health !== before) this.ctx.storage.kv.put(HEALTH, this.gate.health);
    }

    enter(ask: LaneAsk): LaneAnswer {
      return this.#kept(() => this.lane.enter(ask, this.world.clock.now()));
    }

    left(news: LaneNews): boolean {
      return this.#kept(() => this.lane.left(news, this.world.clock.now()));
    }

    /** The output gate holds the answer back until what it rests on is durable. */
    #kept<T>(change: () => T): T {
      const before = this.lane.state;
      const answer = change();
      if (this.lane.state !== before) this.ctx.storage.kv.put(LANE, this.lane.state);
      return answer;
    }
  };
}
