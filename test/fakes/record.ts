// The record in memory: the port's semantics with indexes, so that ten thousand requests cost no more a piece than one. Keeps
// the contract of every record (test/contracts/store.ts). What is stored is frozen, and handed out as it is.
import type { Access } from "../../src/domain/access.ts";
import type { Known } from "../../src/domain/drift.ts";
import type { Finding } from "../../src/domain/drift-finding.ts";
import type { MessageRef } from "../../src/domain/effect.ts";
import type { Baseline } from "../../src/domain/entitlement.ts";
import type { FlowVersion } from "../../src/domain/flow.ts";
import { type Link, type Linked, type LinkNote, NOT_LINKED } from "../../src/domain/identity.ts";
import { WATCH_MS } from "../../src/domain/ladder.ts";
import { type PersonKey, userIdOf } from "../../src/domain/person.ts";
import type { Change, RequestEvent } from "../../src/domain/record.ts";
import type { Request } from "../../src/domain/request.ts";
import type { Finder } from "../../src/domain/silence.ts";
import {
  type Among,
  type Claims,
  type ClosedSlot,
  type FoundLevel,
  type FoundSlot,
  type LateOpening,
  type LeftSlots,
  type LinkOrder,
  type LinkPage,
  type LinksOf,
  type LiveAccess,
  type OpenOrders,
  type OpenSlot,
  type Order,
  type OrderProgress,
  type OwedNotice,
  type Removable,
  type RequestLine,
  type RequestLines,
  type Room,
  type Sign,
  type Signs,
  type Snapshot,
  type Store,
  TransientError,
  type UnderOrder,
  type UntoldFinding,
} from "../../src/ports.ts";
import { AuditTrail } from "./audit-trail.ts";
import { freeze } from "./freeze.ts";
import { Heartbeats, oldestDue } from "./heartbeats.ts";
import { Links } from "./links.ts";
import { Places } from "./places.ts";
import {
  clashes,
  dueIds,
  follows,
  NO_PROGRESS,
  olderFirst,
  opensSlot,
  overdueAt,
  owed,
  pageOf,
  type StoredEffect,
  type StoredOrder,
  type StoredSlot,
} from "./record-rows.ts";
import { MINUTE_MS } from "./samples.ts";

const DAY_MS = 24 * 60 * MINUTE_MS;

interface Row {
  request: Request;
  readonly version: FlowVersion;
  readonly events: RequestEvent[];
  readonly effects: Map<string, StoredEffect>;
}

const goesBack = (baseline: Baseline): boolean => baseline !== "unknown" && baseline.level !== null;

export class FakeRecord extends AuditTrail implements Store {
  /** Requests whose rows are damaged: what reads many rows at once tells them apart. */
  readonly unreadable = new Set<string>();
  readonly #versions = new Map<string, FlowVersion>();
  readonly #rows = new Map<string, Row>();
  readonly #bySlot = new Map<string, Row[]>();
  readonly #byView = new Map<string, Row>();
  readonly #effects = new Map<string, Row>();
  readonly #open = new Set<Row>();
  readonly #owing = new Set<Row>();
  readonly #slots = new Map<string, StoredSlot>();
  readonly #openSlots = new Set<string>();
  readonly #messages = new Map<string, MessageRef>();
  readonly #orders: StoredOrder[] = [];
  readonly #heartbeats = new Heartbeats();
  readonly #links = new Links();
  /** By the clock of whoever placed an order. */
  readonly #placedAt = new Map<string, number>();
  readonly #places = new Places();

  /* ---- For tests to look at ---- */

  events = (requestId: string): readonly RequestEvent[] => this.#rows.get(requestId)?.events ?? [];
  requests = (): readonly Request[] => [...this.#rows.values()].map((row) => row.request);
  request = (requestId: string): Request | undefined => this.#rows.get(requestId)?.request;
  /** Every request that ever asked for this slot. */
  requestsAt = (key: string): readonly Request[] => (this.#bySlot.get(key) ?? []).map((row) => row.request);
  slotKeys = (): Iterable<string> => this.#bySlot.keys();
  versionOf = (requestId: string): FlowVersion | undefined => this.#rows.get(requestId)?.version;
  openSlots = (): readonly StoredSlot[] =>
    [...this.#openSlots].flatMap((key) => {
      const slot = this.#slots.get(key);
      return slot ? [slot] : [];
    });
  allLinks = (): readonly Link[] => this.#links.all();
  signOf = (finder: Finder): Sign | null => this.#heartbeats.of(finder);
  isSlotOpen = (key: string): boolean => this.#openSlots.has(key);
  versions = (): readonly FlowVersion[] => [...this.#versions.values()];
  /** Every order that was ever placed. */
  placed = (): readonly Order[] => this.#orders.map(({ order }) => order);
  effects = (): readonly StoredEffect[] => [...this.#rows.values()].flatMap((row) => [...row.effects.values()]);
  get frozen(): boolean {
    return this.#orders.findLast(({ order }) => order.kind !== "revoke_all")?.order.kind === "freeze";
  }
  /** Orders whose last word was not said yet. */
  orders = (): readonly StoredOrder[] => this.#orders.filter(({ progress }) => !progress.done);
  /** Nothing is open, owed or ordered. */
  get atRest(): boolean {
    return this.#open.size === 0 && this.#owing.size === 0 && this.#openSlots.size === 0 && !this.#ordered();
  }
  /** A sweep would find nothing. */
  idle(now: number): boolean {
    const found = [...this.#slots.values()].some(
      ({ closedAt, checkedAt, found: more, toldAt }) =>
        closedAt !== null && ((checkedAt ?? 0) <= now - DAY_MS || (more !== null && toldAt === null)),
    );
    return (
      !this.#places.isDue(now) &&
      !this.owesDigest(now) &&
      !this.#ordered() &&
      !found &&
      this.#due(now).length === 0 &&
      this.#left().length === 0
    );
  }

  /* ---- The port ---- */

  async snapshot(requestId: string): Promise<Snapshot | null> {
    const row = this.#rows.get(requestId);
    return row ? this.#snapshotOf(row) : null;
  }

  async beforeSubmit({
    teamId,
    viewId,
    version,
    among,
    requester,
    since,
    sent,
    seek,
  }: Parameters<Store["beforeSubmit"]>[0]) {
    const known = this.#byView.get(`${teamId} ${viewId}`);
    const damaged = (row: Row | undefined): boolean => row !== undefined && this.unreadable.has(row.request.id);
    const there = this.#openAmong(among, requester);
    const readable = there.filter((row) => !damaged(row));
    const isWaiting = ({ request: { state } }: Row): boolean => state === "pending";
    return {
      frozen: this.frozen,
      endOrdered: sent !== undefined && this.#isEndOrdered(requester, sent.target, sent.at),
      submitted: damaged(known) ? null : (known?.request ?? null),
      waiting: readable.filter(isWaiting).map((row) => this.#lineOf(row)),
      holding: readable.filter((row) => !isWaiting(row)).map((row) => row.request),
      unreadable: [...there, known].filter(damaged).length,
      linked: this.#links.linked(requester, seek ?? null),
      versionKnown: this.#versions.has(version),
      asked: this.#askedBy(requester, since),
    };
  }

  async commit(
    change: Change,
    version: FlowVersion | null,
    room: Room | null = null,
    note: LinkNote | null = null,
  ): Promise<"committed" | "conflict"> {
    const { request, event, effects } = freeze(change);
    const known = this.#rows.get(request.id);
    const rivals = [this.#byView.get(`${request.teamId} ${request.viewId}`), ...this.#at(request.access?.key ?? "")];
    const others = rivals.flatMap((row) => (row && row.request.id !== request.id ? [row.request] : []));
    if (!follows(change, known?.request, known?.events ?? []) || clashes(request, others)) return "conflict";
    if (event.name === "approved" && (this.frozen || this.#endOrdered(request))) return "conflict";
    if (effects.some((effect) => this.#effects.has(effect.id))) return "conflict";
    if (known === undefined && room !== null) {
      const { pending, recent } = this.#askedBy(request.requester, room.since);
      if (pending >= room.pending || recent >= room.recent) return "conflict";
      const holders = request.access === null ? room.holders : this.#claimsOf(request.access.key).length;
      if (room.holders !== undefined && room.holders !== holders) return "conflict";
      const target = request.access?.target ?? null;
      if (room.sentAt !== undefined && this.#isEndOrdered(request.requester, target, room.sentAt)) return "conflict";
    }
    if (this.#links.refuses(note)) return "conflict";
    const under = version?.hash === request.version ? version : this.#versions.get(request.version);
    if (under === undefined) throw new TransientError("the record has no such Flow version", { effect: "unknown" });
    if (version !== null && !this.#versions.has(version.hash)) {
      this.#versions.set(version.hash, freeze(version));
      this.add("version", version.hash, null, version.hash);
    }
    const row = known ?? this.#add(request, this.#versions.get(request.version) ?? freeze(under));
    row.request = request;
    row.events.push(event);
    this.add("event", event.requestId, event.seq, event.hash);
    for (const effect of effects) {
      row.effects.set(effect.id, owed(effect));
      this.#effects.set(effect.id, row);
    }
    if (effects.length > 0) this.#owing.add(row);
    this.#links.note(note);
    if (request.state === "closed") this.#open.delete(row);
    else this.#open.add(row);
    return "committed";
  }

  async eventAt(requestId: string, seq: number): Promise<{ commandId: string } | null> {
    const event = this.#rows.get(requestId)?.events[seq - 1];
    return event ? { commandId: event.commandId } : null;
  }

  async work(requestId: string): ReturnType<Store["work"]> {
    const row = this.#rows.get(requestId);
    if (!row) return null;
    const mine = this.#owing.has(row) ? [...row.effects.values()].filter((effect) => !effect.delivered) : [];
    const effects = mine.map(({ delivered: _, ...effect }) => effect);
    return {
      snapshot: this.#snapshotOf(row),
      effects: effects.sort((a, b) => a.effect.seq - b.effect.seq),
      unreadable: 0,
    };
  }

  async delivered(effectIds: readonly string[], message: Parameters<Store["delivered"]>[1]): Promise<void> {
    for (const id of effectIds) this.#changeEffect(id, { delivered: true });
    if (message !== null) this.#messages.set(`${message.requestId} ${message.purpose}`, freeze(message.ref));
  }

  async postponed(effectId: string, tries: number, notBefore: number, errorClass: string): Promise<void> {
    this.#changeEffect(effectId, { tries, notBefore, errorClass });
  }

  async claims(key: string): Promise<Claims> {
    const held = this.#claimsOf(key);
    return {
      open: this.#openRow(key),
      requests: held.filter(({ id }) => !this.unreadable.has(id)),
      unreadable: held.filter(({ id }) => this.unreadable.has(id)).map(({ id }) => id),
      frozen: this.frozen,
      endOrdered: held.filter(this.#endOrdered).map(({ id }) => id),
    };
  }

  async openSlot(key: string, access: Access, row: OpenSlot): Promise<OpenSlot> {
    const known = this.#slots.get(key);
    if (opensSlot(known, row)) {
      this.#slots.set(key, freeze({ ...row, key, access, closedAt: null, checkedAt: null, found: null, toldAt: null }));
      this.#openSlots.add(key);
    }
    const open = this.#openRow(key);
    if (open === null) throw new TransientError("this opening of the slot was closed already", { effect: "no" });
    return open;
  }

  async leftSlots(limit: number, turn = 0): Promise<LeftSlots> {
    const left = this.#left().sort((a, b) => a.openedAt - b.openedAt || (a.key < b.key ? -1 : 1));
    const page = pageOf(left, limit, turn);
    return {
      slots: page.filter(({ key }) => !this.unreadable.has(key)).map((slot) => slot.access),
      unreadable: page.filter(({ key }) => this.unreadable.has(key)).map(({ key, toldAt }) => ({ key, toldAt })),
    };
  }

  async closeSlot(key: string, openedAt: number, at: number, late: LateOpening | null = null): Promise<void> {
    const slot = this.#slots.get(key);
    if (late !== null && (slot === undefined || (slot.closedAt !== null && openedAt > slot.openedAt))) {
      const before = slot ?? { ...late, key, found: null, toldAt: null };
      this.#slots.set(key, freeze({ ...before, openedAt, closedAt: at, checkedAt: at }));
      return;
    }
    if (slot?.closedAt !== null || slot.openedAt !== openedAt) return;
    this.#slots.set(key, freeze({ ...slot, closedAt: at, checkedAt: at }));
    this.#openSlots.delete(key);
  }

  async slotsToCheck({ since, before, now }: Parameters<Store["slotsToCheck"]>[0], limit: number) {
    const due = [...this.#slots.values()]
      .filter(({ closedAt, checkedAt }) => closedAt !== null && (checkedAt ?? 0) <= before)
      .sort((a, b) => (a.checkedAt ?? 0) - (b.checkedAt ?? 0) || (a.key < b.key ? -1 : 1))
      .slice(0, limit);
    const young = due.filter(({ closedAt }) => (closedAt ?? 0) >= since);
    for (const slot of due)
      this.#slots.set(slot.key, freeze({ ...slot, checkedAt: young.includes(slot) ? now : Number.MAX_SAFE_INTEGER }));
    return young.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ access }) => access);
  }

  async closedSlot(key: string): Promise<ClosedSlot | null> {
    const slot = this.#slots.get(key);
    if (slot === undefined || slot.closedAt === null) return null;
    const { openedAt, baseline, ids, found } = slot;
    return { openedAt, baseline, ids, found, last: this.#lastAt(key) };
  }

  async slotChecked(key: string, openedAt: number, found: FoundLevel | null): Promise<void> {
    const slot = this.#slots.get(key);
    if (slot === undefined || slot.closedAt === null || slot.openedAt !== openedAt) return;
    const same = slot.found?.level === found?.level;
    if (!same) this.#slots.set(key, freeze({ ...slot, found, toldAt: null }));
  }

  async foundSlots(limit: number): Promise<readonly FoundSlot[]> {
    return [...this.#slots.values()]
      .filter(({ found, toldAt }) => found !== null && toldAt === null)
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .slice(0, limit)
      .flatMap(({ key, access, found }) =>
        found === null ? [] : [{ access, found, requestId: this.#lastAt(key)?.id ?? null }],
      );
  }

  async slotsTold(keys: readonly string[], at: number): Promise<void> {
    for (const key of keys) {
      const slot = this.#slots.get(key);
      if (slot !== undefined) this.#slots.set(key, freeze({ ...slot, toldAt: at }));
    }
  }

  takePlace = async (wanted: readonly string[], now: number, until: number) => this.#places.take(wanted, now, until);
  lastFinding = async (place: string) => this.#places.last(place);
  untoldFindings = async (limit: number): Promise<readonly UntoldFinding[]> => this.#places.untold().slice(0, limit);

  async compared(place: string, finding: Finding, news: string, dueAt: number): Promise<void> {
    this.#places.compared(place, finding, news, dueAt);
  }

  async findingsTold(told: readonly Pick<UntoldFinding, "place" | "news">[], at: number): Promise<void> {
    for (const { place, news } of told) this.#places.told(place, news, at);
  }

  async knownAt(place: string, byHandSince: number): Promise<Known> {
    const slots = [...this.#slots.values()]
      .filter(({ key, closedAt, baseline }) => key.startsWith(place) && (closedAt === null || goesBack(baseline)))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const rows = this.requests()
      .filter(({ access }) => access?.key.startsWith(place))
      .filter(
        ({ state, outcome, removed, closedAt }) =>
          ["granting", "active", "revoking"].includes(state) ||
          (outcome === "closed_by_hand" && removed === null && (closedAt ?? 0) >= byHandSince),
      )
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const readable = slots.filter(({ key }) => !this.unreadable.has(key));
    const requests = rows.filter(({ id }) => !this.unreadable.has(id));
    return {
      slots: readable.map(({ key, openedAt, closedAt, baseline, ids }) => ({
        ...{ key, openedAt, baseline, ids },
        isOpen: closedAt === null,
      })),
      requests,
      unreadable: slots.length - readable.length + rows.length - requests.length,
    };
  }

  async openToRemove(removable: readonly Removable[], at: number): Promise<readonly string[]> {
    const opened: string[] = [];
    for (const { access, ids, keys } of removable) {
      const inTheWay = keys.some((key) => {
        const slot = this.#slots.get(key);
        return this.#claimsOf(key).length > 0 || (slot && (slot.closedAt === null || goesBack(slot.baseline)));
      });
      if (this.frozen || inTheWay || at <= (this.#slots.get(access.key)?.openedAt ?? 0)) continue;
      await this.openSlot(access.key, access, { openedAt: at, baseline: { level: null, inherited: null }, ids });
      opened.push(access.key);
    }
    return opened.sort();
  }

  async owedToOperators(limit: number): Promise<readonly OwedNotice[]> {
    const owing = [...this.#owing].filter(({ request }) => !this.unreadable.has(request.id));
    const all = owing.flatMap((row) =>
      [...row.effects.values()]
        .filter(({ delivered, effect }) => !delivered && effect.body.kind === "operators")
        .map(({ delivered: _, ...pending }) => ({ pending, request: row.request })),
    );
    const older = (a: OwedNotice, b: OwedNotice) =>
      a.pending.effect.createdAt - b.pending.effect.createdAt || (a.pending.effect.id < b.pending.effect.id ? -1 : 1);
    return all.sort(older).slice(0, limit);
  }

  #lastAt = (key: string): Request | null =>
    this.#at(key)
      .map(({ request }) => request)
      .filter(({ closedAt }) => closedAt !== null)
      .sort((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0))[0] ?? null;

  async dueRequests(now: number, limit: number, turn = 0): Promise<readonly string[]> {
    return pageOf(this.#due(now), limit, turn);
  }

  async listFor(person: PersonKey, closedLimit: number): Promise<RequestLines> {
    const mine = this.#byAge((request) => request.requester === person).reverse();
    const closed = mine.filter(({ request }) => request.state === "closed");
    closed.sort((a, b) => (b.request.closedAt ?? 0) - (a.request.closedAt ?? 0));
    const open = mine.filter(({ request }) => request.state !== "closed");
    const found = [...open, ...closed.slice(0, closedLimit)];
    const read = found.filter(({ request }) => !this.unreadable.has(request.id));
    return { lines: read.map(this.#lineOf), unreadable: found.length - read.length };
  }

  async overdue(now: number, limit: number): Promise<RequestLines> {
    const late = [...this.#open]
      .filter(({ request: { state } }) => state === "active" || state === "revoking")
      .filter(({ request }) => overdueAt(request) <= now - MINUTE_MS)
      .sort((a, b) => overdueAt(a.request) - overdueAt(b.request) || (a.request.id < b.request.id ? -1 : 1));
    const byHand = [...this.#rows.values()]
      .filter(({ request }) => request.outcome === "closed_by_hand" && (request.closedAt ?? 0) >= now - WATCH_MS)
      .sort((a, b) => (b.request.closedAt ?? 0) - (a.request.closedAt ?? 0) || (a.request.id < b.request.id ? -1 : 1));
    const found = [...late.slice(0, limit), ...byHand.slice(0, limit)];
    const read = found.filter(({ request }) => !this.unreadable.has(request.id));
    return { lines: read.map(this.#lineOf), unreadable: found.length - read.length };
  }

  async liveAccess(limit: number): Promise<LiveAccess> {
    const live = [...this.#open].filter(({ request }) => !["pending", "closed"].includes(request.state));
    const at = ({ request }: Row) => overdueAt(request);
    live.sort((a, b) => at(a) - at(b) || (a.request.id < b.request.id ? -1 : 1));
    const read = live.slice(0, limit).filter(({ request }) => !this.unreadable.has(request.id));
    return { requests: read.map(({ request }) => request), total: live.length };
  }

  async placeOrder(order: Order): Promise<"placed" | "known"> {
    if (this.#orders.some((known) => known.order.id === order.id)) return "known";
    const open = [...this.#open].map(({ request }) => request.createdAt);
    const known = order.kind === "revoke_all" ? open.filter((at) => at <= order.at + MINUTE_MS) : [];
    const stored = { ...order, at: Math.max(order.at, ...known) };
    this.#orders.push(freeze({ order: stored, progress: NO_PROGRESS }));
    this.#placedAt.set(order.id, order.at);
    this.addOrder(stored);
    return "placed";
  }

  async openOrders(): Promise<OpenOrders> {
    const open = this.orders();
    return {
      orders: open.filter(({ order }) => !this.unreadable.has(order.id)),
      unreadable: open.flatMap(({ order }) => (this.unreadable.has(order.id) ? [order.id] : [])),
    };
  }

  async requestsUnder({ id, scope, at }: Order & { kind: "revoke_all" }): Promise<UnderOrder> {
    const placedAt = this.#placedAt.get(id) ?? at;
    const under = this.#byAge((request) => {
      if (request.createdAt > at || (request.closedAt !== null && request.closedAt < placedAt)) return false;
      if (scope.kind === "person") return userIdOf(request.requester) === scope.userId;
      return scope.kind === "everything" || request.access?.target === scope.target;
    });
    const [unread = [], read = []] = [true, false].map((is) =>
      under.filter(({ request }) => this.unreadable.has(request.id) === is),
    );
    return {
      requests: read.map((row) => row.request),
      unreadable: unread.map(({ request: { id, closedAt } }) => ({ id, closed: closedAt !== null })),
    };
  }

  async claimTelling(orderId: string, now: number, takenBefore: number): Promise<OrderProgress | null> {
    const index = this.#orders.findIndex((known) => known.order.id === orderId);
    const known = this.#orders[index];
    if (!known || known.progress.done || (known.progress.telling ?? takenBefore) > takenBefore) return null;
    const progress = { ...known.progress, telling: now };
    this.#orders[index] = freeze({ order: known.order, progress });
    return progress;
  }

  async orderProgressed(orderId: string, progress: OrderProgress): Promise<void> {
    const index = this.#orders.findIndex((known) => known.order.id === orderId);
    const known = this.#orders[index];
    if (known) this.#orders[index] = freeze({ order: known.order, progress });
  }

  async isFrozen(): ReturnType<Store["isFrozen"]> {
    return this.frozen && "ordered";
  }

  async links(of: LinksOf, offset: number, limit: number): Promise<LinkPage> {
    return this.#links.page(of, offset, limit);
  }

  async relink(order: LinkOrder): Promise<"placed" | "known" | "conflict"> {
    const outcome = this.#links.relink(order);
    if (outcome === "placed") this.addLinkOrder(order);
    return outcome;
  }

  async signs(): Promise<Signs> {
    const open = [...this.#open].map((row) => row.request);
    return {
      finders: { sweep: this.#heartbeats.of("sweep"), watchdog: this.#heartbeats.of("watchdog") },
      overdueSince: oldestDue(open),
      untoldSince: oldestDue(open.filter(({ struggling }) => struggling === null || struggling.wanting !== undefined)),
    };
  }

  async showSign(finder: Finder, at: number, rescued: number): Promise<void> {
    this.#heartbeats.show(finder, at, rescued);
  }

  async signTold(finder: Finder, at: number | null): Promise<void> {
    this.#heartbeats.told(finder, at);
  }

  /* ---- Inside ---- */

  #add(request: Request, version: FlowVersion): Row {
    const row: Row = { request, version, events: [], effects: new Map() };
    this.#rows.set(request.id, row);
    this.#byView.set(`${request.teamId} ${request.viewId}`, row);
    const key = request.access?.key;
    if (key !== undefined) this.#bySlot.set(key, [...(this.#bySlot.get(key) ?? []), row]);
    return row;
  }

  #at = (key: string): readonly Row[] =>
    [...(this.#bySlot.get(key) ?? [])].sort((a, b) => olderFirst(a.request, b.request));

  #ref = ({ id }: Request, purpose: "card" | "receipt"): MessageRef | null =>
    this.#messages.get(`${id} ${purpose}`) ?? null;

  /** Of a slot: those that wait at that level, and those that hold it; of a Target: the person's own. */
  #openAmong(among: Among | null, person: PersonKey): readonly Row[] {
    if (among === null) return [];
    if ("target" in among)
      return this.#byAge(
        ({ requester, access, state }) => requester === person && access?.target === among.target && state !== "closed",
      );
    return this.#at(among.key).filter(
      ({ request: { state, access } }) => state !== "closed" && (state !== "pending" || access?.level === among.level),
    );
  }

  #snapshotOf = ({ request, version }: Row): Snapshot => ({
    request,
    version,
    frozen: this.frozen,
    endOrdered: this.#endOrdered(request),
    stuckSince: this.#stuckSince(request),
    linked: this.#linkedOf(request),
    card: this.#ref(request, "card"),
    receipt: this.#ref(request, "receipt"),
  });

  #linkedOf = ({ requester, access }: Request): Linked =>
    access?.realm === undefined
      ? NOT_LINKED
      : this.#links.linked(requester, { realm: access.realm, account: access.account });

  #endOrdered = ({ requester, access, createdAt }: Request): boolean =>
    this.#isEndOrdered(requester, access?.target ?? null, createdAt);

  #isEndOrdered = (requester: PersonKey, target: string | null, at: number): boolean =>
    this.#orders.some(({ order }) => {
      if (order.kind !== "revoke_all" || order.at < at) return false;
      const { scope } = order;
      if (scope.kind === "person") return scope.userId === userIdOf(requester);
      return scope.kind === "everything" || scope.target === target;
    });

  #stuckSince({ access, environment, state: own }: Request): number | null {
    const asks = access !== null && (own === "pending" || own === "granting");
    const given = asks ? [...this.#open].map((row) => row.request) : [];
    const dues = given
      .filter(({ state }) => state === "active" || state === "revoking")
      .filter((one) => one.environment === environment && one.access?.target === access?.target)
      .map(overdueAt);
    return dues.length === 0 ? null : Math.min(...dues);
  }

  #lineOf = ({ request }: Row): RequestLine => ({ request, card: this.#ref(request, "card") });

  #openRow(key: string): OpenSlot | null {
    const slot = this.#slots.get(key);
    return slot?.closedAt === null ? { openedAt: slot.openedAt, baseline: slot.baseline, ids: slot.ids } : null;
  }

  /** Those that hold the slot: granting, active or revoking. */
  #claimsOf = (key: string): Request[] =>
    this.#at(key)
      .map((row) => row.request)
      .filter(({ state }) => state !== "pending" && state !== "closed");

  #left = (): StoredSlot[] => this.openSlots().filter((slot) => this.#claimsOf(slot.key).length === 0);

  #due(now: number): readonly string[] {
    const effects = [...this.#owing].flatMap((row) => [...row.effects.values()]);
    return dueIds(
      [...this.#open].map((row) => row.request),
      effects,
      now,
    );
  }

  #askedBy(person: PersonKey, since: number): { pending: number; recent: number } {
    const mine = this.requests().filter(({ requester }) => requester === person);
    const pending = mine.filter(({ state }) => state === "pending").length;
    return { pending, recent: mine.filter(({ createdAt }) => createdAt > since).length };
  }

  #ordered = (): boolean => this.#orders.some(({ progress }) => !progress.done);

  #byAge = (which: (request: Request) => boolean): Row[] =>
    [...this.#rows.values()].filter((row) => which(row.request)).sort((a, b) => olderFirst(a.request, b.request));

  #changeEffect(id: string, change: Partial<Omit<StoredEffect, "effect">>): void {
    const row = this.#effects.get(id);
    const known = row?.effects.get(id);
    if (!row || !known) return;
    row.effects.set(id, { ...known, ...change });
    if (![...row.effects.values()].some((effect) => !effect.delivered)) this.#owing.delete(row);
  }
}
