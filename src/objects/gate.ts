// The object of one target with published limits: answers at once who may call it now. Its queue lives in memory, since whoever
// is forgotten asks again; what it has learnt about the target is stored when it changes. Has no alarm, and calls nobody.
import { DurableObject } from "cloudflare:workers";
import { Gate } from "../domain/gate.ts";
import type { GateHealth } from "../domain/gate-health.ts";
import type { GateAnswer, GateAsk, GateNews } from "../domain/turn.ts";
import type { World } from "../engine/world.ts";

const HEALTH = "health";

/** The class, over whatever `wire` makes of the bindings. */
export function gateObject<E extends Cloudflare.Env>(wire: (env: E) => Pick<World, "clock" | "chance">) {
  return class extends DurableObject<E> {
    readonly world = wire(this.env);
    readonly gate = new Gate(this.world.clock.now(), this.ctx.storage.kv.get<GateHealth>(HEALTH) ?? null);

    ask(ask: GateAsk): GateAnswer {
      return this.gate.ask(ask, this.world.clock.now(), this.world.chance.fraction());
    }

    told(news: GateNews): void {
      const before = this.gate.health;
      this.gate.told(news, this.world.clock.now());
      if (this.gate.health !== before) this.ctx.storage.kv.put(HEALTH, this.gate.health);
    }
  };
}
