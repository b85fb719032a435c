// The objects as the engine calls them: by name, with a fresh stub after every error. A call that fails may have arrived.
import type { Access } from "../domain/access.ts";
import type { HoldOrder, ReleaseOrder } from "../domain/entitlement.ts";
import type { LaneAnswer, LaneAsk, LaneNews } from "../domain/lane.ts";
import type { PersonKey } from "../domain/person.ts";
import type { GateAnswer, GateAsk, GateNews } from "../domain/turn.ts";
import {
  type CredentialAnswer,
  type CredentialOrder,
  type Doorbell,
  type Entitlements,
  type Gates,
  type Lanes,
  TransientError,
  type Watchdog,
} from "../ports.ts";

interface RequestStub {
  arm(at: number): Promise<void>;
  disarm(armedFor: number): Promise<void>;
  ring(armedFor: number | null): Promise<void>;
  release(by: PersonKey, isAdmin: boolean): Promise<Awaited<ReturnType<Doorbell["release"]>>>;
}
interface EntitlementStub {
  hold(order: HoldOrder): Promise<void>;
  release(order: ReleaseOrder): Promise<void>;
  letGo(order: HoldOrder): Promise<void>;
  check(access: Access): Promise<void>;
  credential(order: CredentialOrder): Promise<CredentialAnswer>;
  wake(access: Access): Promise<void>;
}
interface GateStub {
  ask(ask: GateAsk): Promise<GateAnswer>;
  told(news: GateNews): Promise<void>;
}
interface LaneStub {
  enter(ask: LaneAsk): Promise<LaneAnswer>;
  left(news: LaneNews): Promise<boolean>;
}
/** What is used of a namespace: its stubs by name. */
export interface Named<S> {
  getByName(name: string): S;
}

async function reached<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw new TransientError("an object could not be reached", { effect: "unknown", cause });
  }
}

export const doorbellOf = (requests: Named<RequestStub>): Doorbell => ({
  arm: (requestId, at) => reached(() => requests.getByName(requestId).arm(at)),
  disarm: (requestId, armedFor) => reached(() => requests.getByName(requestId).disarm(armedFor)),
  ring: (requestId, armedFor = null) => reached(() => requests.getByName(requestId).ring(armedFor)),
  release: (requestId, by, isAdmin) => reached(() => requests.getByName(requestId).release(by, isAdmin)),
});

export const entitlementsOf = (entitlements: Named<EntitlementStub>): Entitlements => ({
  hold: (order) => reached(() => entitlements.getByName(order.access.key).hold(order)),
  release: (order) => reached(() => entitlements.getByName(order.hold.access.key).release(order)),
  letGo: (order) => reached(() => entitlements.getByName(order.access.key).letGo(order)),
  check: (access) => reached(() => entitlements.getByName(access.key).check(access)),
  credential: (order) => reached(() => entitlements.getByName(order.access.key).credential(order)),
  wake: (access) => reached(() => entitlements.getByName(access.key).wake(access)),
});

export const gatesOf = (gates: Named<GateStub>): Gates => ({
  ask: (gate, ask) => reached(() => gates.getByName(gate).ask(ask)),
  told: (gate, news) => reached(() => gates.getByName(gate).told(news)),
});

/** Objects of the same class as gates, by names that no gate has. */
export const lanesOf = (gates: Named<LaneStub>): Lanes => ({
  enter: (lane, ask) => reached(() => gates.getByName(`lane|${lane}`).enter(ask)),
  left: (lane, news) => reached(() => gates.getByName(`lane|${lane}`).left(news)),
});

/** There is one, whoever asks for it. */
export const watchdogOf = (watchdogs: Named<Watchdog>): Watchdog => ({
  wake: () => reached(() => watchdogs.getByName("watchdog").wake()),
});
