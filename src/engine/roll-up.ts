// The digests over the audit trail: made every hour, also over nothing, signed, and sent to where whoever changes the record
// does not change them too. Runs behind everything else; a digest that is late or sent twice harms nobody.
import { HOUR_MS, overflowEntry } from "../domain/audit-entry.ts";
import { canonicalJson } from "../domain/canonical.ts";
import { type Digest, type DigestBody, digestLine, hashDigest, rootOver } from "../domain/digest.ts";
import { type Home, type HomeState, TransientError } from "../ports.ts";
import type { World } from "./world.ts";

const LINES_A_READ = 1_000;
/** What one run may read; the rest has the next minute. */
const READS_A_DIGEST = 20;
const SENT_A_RUN = 10;
/** A home that refuses is asked again after this long: people have to mend it first. */
const MENDING_MS = 30 * 60_000;

export async function rollUp(world: World): Promise<void> {
  const { newest, homes } = await world.store.digestState();
  const made = isDue(newest, world.clock.now()) ? await make(world, newest) : newest;
  if (made === null) return;
  for (const home of world.notary.archive === null ? (["slack"] as const) : (["archive", "slack"] as const)) {
    const state = homes.find((one) => one.home === home) ?? { home, seq: 0, notBefore: 0 };
    if (state.seq < made.body.seq && state.notBefore <= world.clock.now()) await send(world, state);
  }
}

/** Once in every hour of the clock; at once where the last one could not take everything. */
const isDue = (newest: Digest | null, now: number): boolean =>
  newest === null ||
  Math.floor(now / HOUR_MS) > Math.floor(newest.body.at / HOUR_MS) ||
  newest.body.to - newest.body.from + 1 >= LINES_A_READ * READS_A_DIGEST;

/** The digest that is the newest now: this one, unless somebody else was first. */
async function make(world: World, newest: Digest | null): Promise<Digest | null> {
  await tellOverflows(world);
  const at = world.clock.now();
  const after = newest?.body.to ?? 0;
  const root = rootOver();
  let to = after;
  for (let reads = 0; reads < READS_A_DIGEST; reads++) {
    const lines = await world.store.trail(to, LINES_A_READ);
    for (const line of lines) root.add(line);
    to = lines.at(-1)?.position ?? to;
    if (lines.length < LINES_A_READ) break;
  }
  const digest = await sealed(world, {
    format: 1,
    seq: (newest?.body.seq ?? 0) + 1,
    at,
    from: after + 1,
    to,
    ...root.done(),
    previous: newest?.hash ?? "",
    key: null,
  });
  const outcome = await world.store.keepDigest(digest);
  if (outcome === "conflict") return newest;
  world.log("audit.digest.made", { seq: digest.body.seq, lines: to - after, signed: digest.signature !== null });
  return digest;
}

/** What a full bucket only counted gets its one entry, once its hour is over. */
async function tellOverflows(world: World): Promise<void> {
  const now = world.clock.now();
  for (const overflow of await world.store.overflows(Math.floor(now / HOUR_MS)))
    await world.store.overflowTold(overflow, overflowEntry(overflow, now));
}

/** Without a key, or with one that is none, the chain goes on unsigned, and says so. */
async function sealed(world: World, body: DigestBody): Promise<Digest> {
  const key = await world.notary.key();
  const whole = { ...body, key };
  const signature = key === null ? null : await world.notary.sign(canonicalJson(whole));
  return { body: whole, hash: hashDigest(whole), signature };
}

/** One after the other, so that what a home has is a chain without gaps. */
async function send(world: World, { home, seq: reached }: HomeState): Promise<void> {
  let seq = reached;
  for (const digest of await world.store.digestsAfter(reached, SENT_A_RUN)) {
    const trouble = await trying(() => sendTo(world, home, digest));
    if (trouble !== null) {
      world.log("audit.digest.delayed", { home, seq: digest.body.seq, why: trouble });
      if (trouble !== LATER) await world.store.homeReached({ home, seq, notBefore: world.clock.now() + MENDING_MS });
      return;
    }
    seq = digest.body.seq;
    await world.store.homeReached({ home, seq, notBefore: 0 });
  }
}

const LATER = "not_now";

/** Null: it is there. Else why not. */
async function sendTo(world: World, home: Home, digest: Digest): Promise<string | null> {
  const line = digestLine(digest);
  if (home === "slack") {
    const outcome = await world.messenger.digest(digest.body, line);
    return outcome.kind === "sent" ? null : outcome.code;
  }
  const name = `digests/${String(digest.body.seq).padStart(10, "0")}.json`;
  return (await world.notary.archive?.put(name, `${line}\n`)) === "differs" ? "differs" : null;
}

async function trying(send: () => Promise<string | null>): Promise<string | null> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof TransientError) return LATER;
    throw error;
  }
}
