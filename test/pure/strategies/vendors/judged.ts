// Puts a strategy and a fake of its target, behind a real port, in front of the suite of all strategies, of every call failing in turn,
// and of tests of its own. Judges nothing.
import { onTestFinished } from "vitest";
import type { Account } from "../../../../src/domain/access.ts";
import type { Strategy } from "../../../../src/ports.ts";
import { type FaultyHttpOptions, faultyHttp } from "../../../contracts/faulty-http.ts";
import type { StrategyHarness } from "../../../contracts/strategy.ts";
import { callerOf, NOW, type StrategyWorld } from "../../../contracts/strategy-world.ts";
import type { FakeApi } from "./fake-api.ts";

export const SAYS = "vendor-says-canary";
export const ana: Account = { id: "ana@example.com", label: "Ana" };
export const ben: Account = { id: "ben@example.com", label: "Ben" };

/** What a test says of its target, over a fake that has just been made. */
export interface Vendor<Fake extends FakeApi>
  extends Pick<StrategyWorld, "levelOf" | "removeParent" | "removeAccount" | "secrets"> {
  readonly fake: Fake;
  readonly strategy: Strategy;
  readonly settings: object;
  /** The setting that says where the target is. Default: `endpoint`. */
  readonly place?: string;
}

/** For `everyCallFails`. */
export async function opened<Fake extends FakeApi>(vendor: Vendor<Fake>, more: object = {}) {
  const { origin, close } = await vendor.fake.open();
  const settings = { ...vendor.settings, ...more, [vendor.place ?? "endpoint"]: origin, allowLoopback: true };
  return { ...vendor, settings, people: [ana, ben] as const, targetSays: SAYS, close };
}

/** For `strategyContract`. */
export const harnessOf = <Fake extends FakeApi>(
  fresh: () => Vendor<Fake>,
  { badSettings, verbOf }: Pick<StrategyHarness, "badSettings"> & Pick<FaultyHttpOptions, "verbOf">,
): StrategyHarness => ({
  badSettings,
  world: async () => ({ ...(await opened(fresh())), ...faultyHttp(fetch, { verbOf, says: SAYS }) }),
});

/** One world, and the calls that can be made in it. */
export async function worldOf<Fake extends FakeApi>(vendor: Vendor<Fake>, more: object = {}) {
  const world = await opened(vendor, more);
  onTestFinished(world.close);
  const outside = {
    secret: (name: string) => world.secrets[name] ?? "",
    fetch: (request: Request) => fetch(request),
    signal: new AbortController().signal,
    now: () => NOW,
  };
  const check = async (): Promise<void> => world.strategy.check?.(world.settings, outside);
  return { ...world, ...callerOf({ ...world, fetch: outside.fetch }), check };
}
