// The object of one slot at a target: stores what it is told and leaves all work to its alarm, so that no caller ever waits
// for a target, but for a secret that is to be stored nowhere. The only place from which a strategy is called.
import { DurableObject } from "cloudflare:workers";
import type { Access } from "../domain/access.ts";
import type { EntitlementState, HoldOrder, ReleaseOrder } from "../domain/entitlement.ts";
import { hold, release, wake, wakeEntitlement } from "../engine/entitlement.ts";
import { setCredential } from "../engine/entitlement-credential.ts";
import { check, letGo } from "../engine/entitlement-orders.ts";
import type { World } from "../engine/world.ts";
import type { CredentialAnswer, CredentialOrder } from "../ports.ts";
import { ObjectMemory } from "./memory.ts";

/** The class, over whatever `wire` makes of the bindings. */
export function entitlementObject<E extends Cloudflare.Env>(wire: (env: E) => World) {
  return class extends DurableObject<E> {
    readonly world = wire(this.env);
    readonly memory = new ObjectMemory<EntitlementState>(this.ctx.storage, () => Date.now());

    hold(order: HoldOrder): void {
      hold(this.world, this.memory, order);
    }

    release(order: ReleaseOrder): void {
      release(this.world, this.memory, order);
    }

    letGo(order: HoldOrder): void {
      letGo(this.world, this.memory, order);
    }

    check(access: Access): void {
      check(this.world, this.memory, access);
    }

    wake(access: Access): void {
      wake(this.world, this.memory, access);
    }

    /** The one method that calls a target: what it answers can be stored nowhere. */
    credential(order: CredentialOrder): Promise<CredentialAnswer> {
      return setCredential(this.world, this.memory, order);
    }

    override async alarm(): Promise<void> {
      await wakeEntitlement(this.world, this.memory);
    }
  };
}
