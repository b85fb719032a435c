// The object of one request: a doorbell and a timer. Its methods only write; its alarm acts. Never decides anything.
import { DurableObject } from "cloudflare:workers";
import type { PersonKey } from "../domain/person.ts";
import { releaseFromMemory, wakeRequest } from "../engine/request.ts";
import type { World } from "../engine/world.ts";
import type { Doorbell, RequestMemoryState } from "../ports.ts";
import { ObjectMemory } from "./memory.ts";

const NAME = "request_id";

/** The class, over whatever `wire` makes of the bindings. */
export function requestObject<E extends Cloudflare.Env>(wire: (env: E) => World) {
  return class extends DurableObject<E> {
    readonly world = wire(this.env);
    readonly memory = new ObjectMemory<RequestMemoryState>(this.ctx.storage, () => Date.now());

    async arm(requestId: string, at: number): Promise<void> {
      this.remember(requestId);
      await this.memory.armAtMost(at);
    }

    ring(requestId: string, armedFor: number | null = null): void {
      this.remember(requestId);
      this.memory.ring(armedFor);
    }

    release(by: PersonKey, isAdmin: boolean): Promise<Awaited<ReturnType<Doorbell["release"]>>> {
      return releaseFromMemory(this.world, this.memory, by, isAdmin);
    }

    override async alarm(): Promise<void> {
      const requestId = this.ctx.storage.kv.get<string>(NAME);
      if (requestId !== undefined) await wakeRequest(this.world, this.memory, requestId);
    }

    remember(requestId: string): void {
      if (this.ctx.storage.kv.get(NAME) === undefined) this.ctx.storage.kv.put(NAME, requestId);
    }
  };
}
