// The object of one request: a doorbell and a timer. Its methods only write; its alarm acts. Never decides anything.
import { DurableObject } from "cloudflare:workers";
import type { PersonKey } from "../domain/person.ts";
import { releaseFromMemory, wakeRequest } from "../engine/request.ts";
import type { World } from "../engine/world.ts";
import type { Doorbell, RequestMemoryState } from "../ports.ts";
import { ObjectMemory } from "./memory.ts";

/** The class, over whatever `wire` makes of the bindings. */
export function requestObject<E extends Cloudflare.Env>(wire: (env: E) => World) {
  return class extends DurableObject<E> {
    readonly world = wire(this.env);
    readonly memory = new ObjectMemory<RequestMemoryState>(this.ctx.storage, () => Date.now());

    async arm(at: number): Promise<void> {
      await this.memory.armAtMost(at);
    }

    disarm(armedFor: number): Promise<void> {
      return this.memory.disarm(armedFor);
    }

    async ring(armedFor: number | null = null): Promise<void> {
      await this.memory.ring(armedFor);
    }

    release(by: PersonKey, isAdmin: boolean): Promise<Awaited<ReturnType<Doorbell["release"]>>> {
      return releaseFromMemory(this.world, this.memory, by, isAdmin);
    }

    override async alarm(): Promise<void> {
      // Objects know the name that they were called by, in alarms too:
      // https://developers.cloudflare.com/changelog/post/2026-03-15-durable-object-id-name/
      const requestId = this.ctx.id.name ?? this.memory.read()?.requestId;
      if (requestId !== undefined) await wakeRequest(this.world, this.memory, requestId);
    }
  };
}
