// The trail in D1, signed in workerd and put into a bucket there, read as the export script reads it: whole in the eyes of the
// verifier, and found out when somebody with the database in hand changes it.
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { checkExport } from "../../../scripts/audit/check-export.ts";
import { exportLines } from "../../../scripts/audit/write-export.ts";
import { rollUp } from "../../../src/engine/roll-up.ts";
import { notaryOf } from "../../../src/notary.ts";
import type { Log } from "../../../src/ports.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { putActive, putPending } from "../../contracts/put.ts";
import { sampleEntry } from "../../contracts/store-audit.ts";
import { BEN, HOUR_MS, NOON, sampleAsk } from "../../fakes/samples.ts";

/** Made with `npm run audit:key` for this test, and used nowhere else. */
async function madeKey(): Promise<{ secret: string; public: string }> {
  const pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
  const der = new Uint8Array((await crypto.subtle.exportKey("pkcs8", pair.privateKey)) as ArrayBuffer);
  const { x } = (await crypto.subtle.exportKey("jwk", pair.publicKey)) as JsonWebKey;
  return { secret: btoa(String.fromCharCode(...der)), public: x ?? "" };
}

/** As much of R2 as is used. */
class Bucket {
  readonly objects = new Map<string, string>();
  head = async (): Promise<null> => null;
  async put(name: string, text: string, { onlyIf }: { onlyIf: { etagDoesNotMatch: string } }): Promise<object | null> {
    if (onlyIf.etagDoesNotMatch === "*" && this.objects.has(name)) return null;
    this.objects.set(name, text);
    return {};
  }
  async get(name: string): Promise<{ text(): Promise<string> } | null> {
    const text = this.objects.get(name);
    return text === undefined ? null : { text: async () => text };
  }
}

const query = async (sql: string): Promise<Record<string, unknown>[]> =>
  (await env.DB.prepare(sql).all<Record<string, unknown>>()).results;

async function exported(): Promise<string> {
  let text = "";
  for await (const line of exportLines(query)) text += `${line}\n`;
  return text;
}

async function filled(secret: string | null) {
  const [store, bucket, posted] = [openStore(env.DB), new Bucket(), [] as string[]];
  const logged: string[] = [];
  const log: Log = (name) => void logged.push(name);
  const settings = { AUDIT: bucket, ...(secret === null ? {} : { AUDIT_SIGNING_KEY: secret }) };
  const parts = {
    store,
    log,
    notary: notaryOf(settings, log),
    messenger: {
      digest: async (_body: unknown, line: string) => {
        posted.push(line);
        return { kind: "sent" as const, ref: { channel: "C0", ts: "1" } };
      },
    },
  };
  const at = (now: number) => ({ ...parts, clock: { now: () => now } }) as unknown as Parameters<typeof rollUp>[0];
  await rollUp(at(NOON - HOUR_MS));
  await putActive(store, sampleAsk("r1", { answers: { reason: "half a \ud800 surrogate, \u{1f600} and 1e21" } }));
  await store.witness({ ...sampleEntry("e1"), evidence: { drawnAt: 1e21, part: 0.1 } });
  await store.placeOrder({ id: "o1", kind: "revoke_all", scope: { kind: "everything" }, by: BEN, at: NOON });
  await rollUp(at(NOON));
  await putPending(store, sampleAsk("r2", { viewId: "V2", access: null, durationMs: null }));
  return { bucket, posted, logged };
}

test("an export of D1 is whole, signed in workerd, and what Slack and the bucket have is in it", async () => {
  const key = await madeKey();
  const { bucket, posted } = await filled(key.secret);
  expect([...bucket.objects.keys()]).toEqual(["digests/0000000001.json", "digests/0000000002.json"]);
  const known = { keys: [key.public], digests: [...posted, ...bucket.objects.values()] };
  expect(checkExport(await exported(), known)).toMatchObject({
    verdict: "whole",
    requests: 2,
    digests: 2,
    signed: 2,
    uncovered: 1,
  });
});

test.for<[trigger: string, sql: string]>([
  [
    "request_events_never_change",
    'UPDATE request_events SET actor = \'{"kind":"person","key":"T0/U0EVE"}\' WHERE seq = 2',
  ],
  ["request_events_never_go", "DELETE FROM request_events WHERE seq = 3"],
  ["trail_never_go", "DELETE FROM trail WHERE kind = 'entry'"],
  ["orders_stay_what_they_were", "UPDATE orders SET scope = NULL"],
  ["flow_versions_never_change", "UPDATE flow_versions SET flow = '{}'"],
  ["audit_entries_never_change", "UPDATE audit_entries SET body = '{}'"],
  ["digests_never_go", "DELETE FROM digests WHERE seq = 1"],
])("with the trigger %s gone: %s is found", async ([trigger, sql]) => {
  const key = await madeKey();
  await filled(key.secret);
  await env.DB.batch([env.DB.prepare(`DROP TRIGGER ${trigger}`), env.DB.prepare(sql)]);
  const { verdict, line } = checkExport(await exported(), { keys: [key.public] });
  expect(verdict).toBe("tampered");
  expect(line).toBeGreaterThan(1);
});

test("a key that is none is logged, never shown, and leaves digests unsigned", async () => {
  const { posted, logged } = await filled("bm8ga2V5");
  expect(logged).toContain("audit.key.refused");
  expect(posted.map((line) => JSON.parse(line).signature)).toEqual([null, null]);
  expect(checkExport(await exported())).toMatchObject({ verdict: "whole", signed: 0 });
});

test("what lies in the bucket under a digest's name already, and is another, is never written over", async () => {
  const bucket = new Bucket();
  bucket.objects.set("digests/1.json", "another");
  const archive = notaryOf({ AUDIT: bucket }, () => undefined).archive;
  expect(await archive?.put("digests/1.json", "ours")).toBe("differs");
  expect(await archive?.put("digests/2.json", "ours")).toBe("there");
  expect(await archive?.put("digests/2.json", "ours")).toBe("there");
  expect(bucket.objects.get("digests/1.json")).toBe("another");
  expect(notaryOf({}, () => undefined).archive).toBeNull();
});
