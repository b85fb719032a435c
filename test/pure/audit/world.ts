// An export to break: some hours of requests, refusals and orders with digests that are really signed, drawn from a seed.
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { rollUp } from "../../../src/engine/roll-up.ts";
import { put } from "../../contracts/put.ts";
import {
  ANA,
  BEN,
  HOUR_MS,
  MINUTE_MS,
  sampleAccess,
  sampleApprove,
  sampleAsk,
  sampleEnded,
  sampleGranted,
  sampleSubmit,
  sampleVersion,
  TEAM,
} from "../../fakes/samples.ts";
import { exportOf } from "../../world/audit-promises.ts";
import { EngineDesk } from "../engine/engine-desk.ts";

export interface Pair {
  readonly public: string;
  readonly private: KeyObject;
}

export function newPair(): Pair {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return { public: publicKey.export({ format: "jwk" }).x ?? "", private: privateKey };
}

export const signWith = (pair: Pair, text: string): string =>
  sign(null, Buffer.from(text), pair.private).toString("base64url");

export interface Made {
  readonly desk: EngineDesk;
  readonly text: string;
  readonly lines: readonly string[];
  /** Digests as Slack has them. */
  readonly posted: readonly string[];
}

/** `keys`: with which one the digests of each hour are signed; null: none. `rest`: requests after the last digest. */
export async function madeExport(keys: readonly (Pair | null)[], rest = 0): Promise<Made> {
  const desk = new EngineDesk();
  let n = 0;
  const one = async (): Promise<void> => {
    const id = `r${++n}`;
    const access = sampleAccess({ key: `memory|1:${id}` });
    const ask = sampleAsk(id, { viewId: `V${n}`, access, answers: { reason: `because ${n} \u{1f600} é "` } });
    const pending = await put(desk.record, null, sampleSubmit(ask), desk.now, n === 1 ? sampleVersion() : null);
    await desk.commands().approve({ requestId: id, seq: 1, userId: "U0EVE", teamId: TEAM, reason: null });
    await desk.settle();
    if (n % 4 === 0) return;
    const granting = await put(desk.record, pending, sampleApprove(), desk.now);
    const active = await put(
      desk.record,
      granting,
      sampleGranted(granting, desk.now, desk.now + 30 * MINUTE_MS),
      desk.now,
    );
    if (n % 3 === 0) await put(desk.record, active, sampleEnded(active, desk.now), desk.now);
  };
  for (const key of keys) {
    desk.notary = {
      key: key?.public ?? null,
      archive: null,
      ...(key === null ? {} : { sign: (text) => signWith(key, text) }),
    };
    for (let request = 0; request < 3; request++) await one();
    await desk.record.placeOrder({ id: `o${n}`, kind: "unfreeze", by: BEN, at: desk.now });
    const scope = { kind: "person", userId: ANA } as const;
    await desk.record.placeOrder({ id: `a${n}`, kind: "revoke_all", scope, by: BEN, at: desk.now });
    await rollUp(desk.world);
    desk.now += HOUR_MS;
  }
  for (let request = 0; request < rest; request++) await one();
  const text = exportOf(desk.record);
  return { desk, text, lines: text.split("\n").slice(0, -1), posted: desk.posted };
}

export const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");
