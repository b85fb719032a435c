// The target: a service of its own behind signed HTTP, which takes its time. A change may land after whoever asked for it is
// dead, and an answer may never arrive. Refuses whatever is not signed, and never forgets.
import { timingSafeEqual } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { signatureOf } from "../../src/strategies/webhook-signature.ts";
import type { Dice } from "../simulate/dice.ts";
import { type Ledger, slotName } from "./ledger.ts";
import { type Answer, type Asked, type LocalServer, startLocalServer } from "./local-server.ts";
import type { UnderWay } from "./under-way.ts";

const change = z.object({
  action: z.enum(["grant", "revoke"]),
  account: z.object({ id: z.string() }),
  level: z.literal("access"),
  data: z.object({ team: z.string() }),
});
const asked = z.object({ account: z.string(), data: z.string() });
const data = z.object({ team: z.string() });

export interface TargetOptions {
  readonly secret: string;
  readonly ledger: Ledger;
  readonly underWay: UnderWay;
  readonly dice: Dice;
  /** Longest time before an effect, and again after it, in the machine's milliseconds. */
  readonly slowestMs: number;
}

export interface Target extends LocalServer {
  /** Calls that bore no good signature. */
  unsigned(): number;
}

export async function startTarget({ secret, ledger, underWay, dice, slowestMs }: TargetOptions): Promise<Target> {
  let unsigned = 0;
  const wait = (): Promise<unknown> => (slowestMs === 0 ? Promise.resolve() : pause(dice.upTo(slowestMs)));

  async function isSigned({ method, url, headers, body }: Asked): Promise<boolean> {
    const text = method === "GET" ? url.search.slice(1) : body;
    const expected = Buffer.from(await signatureOf(secret, String(headers["x-sym-timestamp"]), text));
    const given = Buffer.from(String(headers["x-sym-signature"]));
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  async function changed({ body }: Asked): Promise<Answer> {
    const { action, account, data } = change.parse(JSON.parse(body));
    await underWay.during(`${action}, before its effect`, wait);
    ledger.set(slotName(account.id, data.team), action === "grant");
    await underWay.during(`${action}, after its effect`, wait);
    return { status: 200, body: {} };
  }

  async function read({ url }: Asked): Promise<Answer> {
    const { account, data: sent } = asked.parse(Object.fromEntries(url.searchParams));
    await underWay.during("read-back", wait);
    const holds = ledger.holds(slotName(account, data.parse(JSON.parse(sent)).team));
    return { status: 200, body: { level: holds ? "access" : null } };
  }

  const server = await startLocalServer(async (call) => {
    if (await isSigned(call)) return call.method === "POST" ? changed(call) : read(call);
    unsigned += 1;
    return { status: 401, body: {} };
  });
  return { ...server, unsigned: () => unsigned };
}
