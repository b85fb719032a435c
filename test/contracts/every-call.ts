// Makes the network fail at each call of a strategy in turn, in each way that it can: whatever is thrown must be true of the
// target, and running it again and then taking it away must leave nothing behind. For strategies that speak HTTP.
import { expect, onTestFinished, test } from "vitest";
import { PermanentError, TransientError } from "../../src/ports.ts";
import { callerOf, type StrategyWorld } from "./strategy-world.ts";

export interface WorldOverHttp
  extends Pick<StrategyWorld, "strategy" | "settings" | "secrets" | "people" | "levelOf" | "close" | "now"> {
  /** A quicker way to the same access, for the calls that meet no fault. */
  readonly quicker?: Pick<StrategyWorld, "settings" | "secrets">;
}

type Forward = (request: Request) => Promise<Response>;
interface Meeting {
  readonly request: Request;
  readonly forward: Forward;
  /** The caller's time is up. */
  readonly giveUp: () => void;
  /** Arrives after the caller has gone. */
  readonly later: (work: () => Promise<unknown>) => void;
}

const never = new Promise<never>(() => undefined);
const brokenOff = (): never => {
  throw new TypeError("broken off");
};

const FAULTS: Readonly<Record<string, (meeting: Meeting) => Promise<Response>>> = {
  "is lost": async () => brokenOff(),
  "is done, and its answer is lost": async ({ request, forward }) => {
    await forward(request);
    return brokenOff();
  },
  "arrives twice": async ({ request, forward }) => {
    const again = request.clone();
    const answer = await forward(request);
    await forward(again);
    return answer;
  },
  "is done, and its answer breaks off in the middle": async ({ request, forward }) => {
    const { status, headers } = await forward(request);
    const half = new ReadableStream<Uint8Array>({
      start(stream) {
        stream.enqueue(new TextEncoder().encode('{"id":"'));
        stream.error(new TypeError("broken off"));
      },
    });
    return new Response(half, { status: status === 204 ? 200 : status, headers });
  },
  "is answered by something in between": async () =>
    new Response("<html>Please sign in</html>", { headers: { "content-type": "text/html" } }),
  "meets a gateway without anything behind it": async () => new Response("Bad Gateway", { status: 502 }),
  "is done, and answered too late": async ({ request, forward, giveUp }) => {
    await forward(request);
    giveUp();
    return never;
  },
  "arrives when nobody waits for it any more": async ({ request, forward, giveUp, later }) => {
    later(() => forward(request));
    giveUp();
    return never;
  },
};
/** So many calls are no longer one grant. */
const MOST_CALLS = 20;

export function everyCallFails(name: string, freshWorld: () => Promise<WorldOverHttp>): void {
  const cases = Object.keys(FAULTS).flatMap((fault) => (["grant", "revoke"] as const).map((verb) => ({ fault, verb })));
  test.each(cases)(`${name}: whichever call of a $verb $fault, nothing is left behind`, async ({ fault, verb }) => {
    const world = await freshWorld();
    onTestFinished(async () => world.close?.());
    let at = 0;
    for (let met = true; met; at += 1) {
      expect(at).toBeLessThan(MOST_CALLS);
      met = await failAt(at, FAULTS[fault] ?? brokenOff, verb, world);
    }
    expect(at).toBeGreaterThan(1);
  });
}

/** Whether there was such a call. Leaves the world as it found it. */
async function failAt(
  at: number,
  fault: (meeting: Meeting) => Promise<Response>,
  verb: "grant" | "revoke",
  world: WorldOverHttp,
): Promise<boolean> {
  const [ana, ben] = world.people;
  const well = callerOf({ ...world, ...world.quicker, fetch: (request) => fetch(request) });
  const { ids } = await well.inspect(ana);
  await well.call("grant", ben);
  if (verb === "revoke") await well.call("grant", ana, { ids });
  const before = await world.levelOf(ana.id);

  const clock = new AbortController();
  const late: (() => Promise<unknown>)[] = [];
  let calls = 0;
  let met = false;
  const ill = callerOf({
    ...world,
    fetch(request) {
      calls += 1;
      if (calls - 1 !== at) return fetch(request);
      met = true;
      const parts = { method: request.method, headers: request.headers };
      // A caller that gives up does not take back what is on its way.
      const copy = request
        .text()
        .then((body) => new Request(request.url, { ...parts, ...(body === "" ? {} : { body }) }));
      return copy.then((asked) =>
        fault({ request: asked, forward: fetch, giveUp: () => clock.abort(), later: (work) => late.push(work) }),
      );
    },
  });
  const thrown = await ill.call(verb, ana, { ids, key: "a", signal: clock.signal }).then(
    () => null,
    (error: unknown) => error,
  );
  const weakest = world.strategy.levels[0] ?? null;
  const wanted = verb === "grant" ? weakest : null;
  if (thrown === null) expect(await world.levelOf(ana.id)).toBe(wanted);
  else if (thrown instanceof TransientError || thrown instanceof PermanentError) {
    if (thrown.effect === "no") expect(await world.levelOf(ana.id)).toBe(before);
  } else throw thrown;
  for (const work of late) await work();
  if (thrown instanceof TransientError && thrown.effect === "no") expect(await world.levelOf(ana.id)).toBe(before);

  await well.call(verb, ana, { ids, key: "a" });
  expect(await world.levelOf(ana.id)).toBe(wanted);
  await well.call("revoke", ana, { ids });
  expect((await well.inspect(ana, { ids })).level).toBeNull();
  expect([await world.levelOf(ana.id), await world.levelOf(ben.id)]).toEqual([null, weakest]);
  await well.call("revoke", ben);
  return met;
}
