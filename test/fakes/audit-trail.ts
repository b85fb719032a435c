// The audit trail in memory: the port's semantics, in words of its own. Whatever the record stores is told here, and
// numbered; the record decides when.
import { type AuditEntry, HOUR_MS, KEPT_AN_HOUR, type Overflow } from "../../src/domain/audit-entry.ts";
import { hashOf } from "../../src/domain/canonical.ts";
import type { Digest, TrailLine } from "../../src/domain/digest.ts";
import type { AuditRecord, HomeState, LinkOrder, Order } from "../../src/ports.ts";
import { freeze } from "./freeze.ts";

interface Share {
  readonly name: string;
  readonly hour: number;
  kept: number;
  more: number;
  told: number;
}

/** A token has a share of its own, beside the part of Sym that may bear its name. */
const NAMED_BY = { token: ["token"], system: [] } as const;

export class AuditTrail implements AuditRecord {
  readonly lines: TrailLine[] = [];
  /** As the trail has them. */
  readonly linkOrders = new Map<string, Readonly<Record<"id" | "kind" | "by" | "scope", string> & { at: number }>>();
  readonly entries = new Map<string, AuditEntry>();
  readonly digests: Digest[] = [];
  readonly homes = new Map<string, HomeState>();
  readonly #shares = new Map<string, Share>();

  /** Refusals and failures that a full bucket did not keep. */
  get onlyCounted(): number {
    return [...this.#shares.values()].reduce((sum, { more }) => sum + more, 0);
  }

  /** One is due, or was not sent everywhere. */
  owesDigest(now: number): boolean {
    const newest = this.digests.at(-1)?.body;
    if (newest === undefined || Math.floor(now / HOUR_MS) > Math.floor(newest.at / HOUR_MS)) return true;
    return ["archive", "slack"].some((home) => {
      const state = this.homes.get(home);
      return (state?.seq ?? 0) < newest.seq && (state?.notBefore ?? 0) <= now;
    });
  }

  add(kind: TrailLine["kind"], ref: string, seq: number | null, hash: string): void {
    this.lines.push({ position: this.lines.length + 1, kind, ref, seq, hash });
  }

  addOrder(order: Order): void {
    const { id, kind, by, at } = order;
    const scope = order.kind === "revoke_all" ? JSON.stringify(order.scope) : null;
    this.add("order", id, null, hashOf({ id, kind, by, at, scope }));
  }

  addLinkOrder({ id, by, at, source, changes }: LinkOrder): void {
    const stored = { id, kind: "link", by, at, scope: JSON.stringify({ source, changes }) };
    this.linkOrders.set(id, stored);
    this.add("order", id, null, hashOf(stored));
  }

  async witness(entry: AuditEntry): Promise<void> {
    if (this.entries.has(entry.id)) return;
    const share = this.#shareOf(entry);
    if (share.kept >= KEPT_AN_HOUR) {
      share.more++;
      return;
    }
    share.kept++;
    this.#keep(entry);
  }

  async overflows(beforeHour: number): Promise<readonly Overflow[]> {
    return [...this.#shares.values()]
      .filter(({ hour, more, told }) => hour < beforeHour && told < more)
      .sort((a, b) => a.hour - b.hour || (a.name < b.name ? -1 : 1))
      .slice(0, 100)
      .map(({ name, hour, more }) => ({ name, hour, more }));
  }

  async overflowTold({ name, hour, more }: Overflow, entry: AuditEntry): Promise<void> {
    if (!this.entries.has(entry.id)) this.#keep(entry);
    const share = this.#shares.get(`${name} ${hour}`);
    if (share && share.more > 0) share.told = Math.max(share.told, more);
  }

  async trail(after: number, limit: number): Promise<readonly TrailLine[]> {
    return this.lines.slice(after, after + limit);
  }

  async digestState(): ReturnType<AuditRecord["digestState"]> {
    return { newest: this.digests.at(-1) ?? null, homes: [...this.homes.values()] };
  }

  async keepDigest(digest: Digest): Promise<"kept" | "conflict"> {
    const last = this.digests.at(-1);
    const { seq, previous, from, to } = digest.body;
    const follows = seq === (last?.body.seq ?? 0) + 1 && previous === (last?.hash ?? "");
    if (!follows || from !== (last?.body.to ?? 0) + 1 || to > this.lines.length) return "conflict";
    this.digests.push(freeze(digest));
    return "kept";
  }

  async digestsAfter(seq: number, limit: number): Promise<readonly Digest[]> {
    return this.digests.slice(seq, seq + limit);
  }

  async homeReached(state: HomeState): Promise<void> {
    const known = this.homes.get(state.home)?.seq ?? 0;
    this.homes.set(state.home, { ...state, seq: Math.max(known, state.seq) });
  }

  #keep(entry: AuditEntry): void {
    this.entries.set(entry.id, freeze(entry));
    this.add("entry", entry.id, null, hashOf(entry));
  }

  #shareOf({ actor, at, request, slot }: AuditEntry): Share {
    const about = request ?? slot;
    const part = about === null || actor.kind === "token" ? [] : [about];
    const name = actor.kind === "person" ? actor.key : [...NAMED_BY[actor.kind], actor.name, ...part].join(" ");
    const hour = Math.floor(at / HOUR_MS);
    const known = this.#shares.get(`${name} ${hour}`) ?? { name, hour, kept: 0, more: 0, told: 0 };
    this.#shares.set(`${name} ${hour}`, known);
    return known;
  }
}
