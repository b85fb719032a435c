// The watchdog's object, of which there is one: a timer that depends on no cron. Its method only books; its alarm acts.
import { DurableObject } from "cloudflare:workers";
import { wakeWatchdog } from "../engine/watchdog.ts";
import type { World } from "../engine/world.ts";
import type { WatchdogMemoryState } from "../ports.ts";
import { ObjectMemory } from "./memory.ts";

/** The class, over whatever `wire` makes of the bindings. */
export function watchdogObject<E extends Cloudflare.Env>(wire: (env: E) => World) {
  return class extends DurableObject<E> {
    readonly world = wire(this.env);
    readonly memory = new ObjectMemory<WatchdogMemoryState>(this.ctx.storage, () => Date.now());

    async wake(): Promise<void> {
      await this.memory.ring();
    }

    override async alarm(): Promise<void> {
      await wakeWatchdog(this.world, this.memory);
    }
  };
}
