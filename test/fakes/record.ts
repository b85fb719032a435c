// The record in memory, with exactly the semantics of the port: every method is one indivisible step. Told by its gate to
// fail or to lose an answer; keeps no timer, and never hands out anything that the caller could change.
import type { Access } from "../../src/domain/access.ts";
import type { FlowVersion } from "../../src/domain/flow.ts";
import type { PersonKey } from "../../src/domain/person.ts";
import { userIdOf } from "../../src/domain/person.ts";
import type { Change, RequestEvent } from "../../src/domain/record.ts";
import type { MessageRef, Request } from "../../src/domain/request.ts";
import {
  type LeftSlots,
  type OpenSlot,
  type Order,
  type OrderProgress,
  type RequestLine,
  type Snapshot,
  type Store,
  TransientError,
  type UnderOrder,
} from "../../src/ports.ts";
import { frozenCopy } from "./frozen-copy.ts";
import {
  clashes,
  dueIds,
  follows,
  NO_PROGRESS,
  olderFirst,
  opensSlot,
  owed,
  pageOf,
  type StoredEffect,
  type StoredOrder,
  type StoredSlot,
} from "./record-rows.ts";

/** Called with a method's name before its work. Throws: nothing is done. `lose_answer`: done, and nobody hears of it. */
export type Gate = (method: string) => Promise<undefined | "lose_answer">;

export class FakeRecord implements Store {
  readonly #gate: Gate;
  readonly #versions = new Map<string, FlowVersion>();
  readonly #requests = new Map<string, Request>();
  readonly #events = new Map<string, RequestEvent[]>();
  readonly #effects = new Map<string, StoredEffect>();
  readonly #messages = new Map<string, MessageRef>();
  readonly #slots = new Map<string, StoredSlot>();
  readonly #orders: StoredOrder[] = [];
  /** Requests whose rows are damaged: they are not found by what reads many rows at once. */
  readonly unreadable = new Set<string>();

  constructor(options: { readonly gate?: Gate } = {}) {
    this.#gate = options.gate ?? (async () => undefined);
  }

  /* ---- For tests to look at ---- */

  events = (requestId: string): readonly RequestEvent[] => frozenCopy(this.#events.get(requestId) ?? []);
  requests = (): readonly Request[] => frozenCopy([...this.#requests.values()]);
  openSlots = (): readonly StoredSlot[] =>
    frozenCopy([...this.#slots.values()].filter((slot) => slot.closedAt === null));
  /** Every effect ever owed, delivered or not, oldest first. */
  effects = (): readonly StoredEffect[] => frozenCopy([...this.#effects.values()]);

  /* ---- The port ---- */

  snapshot(requestId: string): Promise<Snapshot | null> {
    return this.#step("snapshot", () => this.#snapshotOf(requestId));
  }

  beforeSubmit(question: Parameters<Store["beforeSubmit"]>[0]): ReturnType<Store["beforeSubmit"]> {
    const { teamId, viewId, version, slot } = frozenCopy(question);
    return this.#step("beforeSubmit", () => {
      const same = this.#byAge((request) => slot !== null && request.access?.key === slot.key);
      const duplicate = same.find((request) => request.state === "pending" && request.access?.level === slot?.level);
      return {
        frozen: this.#frozen(),
        submitted: this.#byAge((request) => request.teamId === teamId && request.viewId === viewId)[0] ?? null,
        duplicate: duplicate ? this.#line(duplicate) : null,
        held: same.filter((request) => request.state === "granting" || request.state === "active"),
        versionKnown: this.#versions.has(version),
      };
    });
  }

  commit(given: Change, givenVersion: FlowVersion | null): Promise<"committed" | "conflict"> {
    const { change, version } = frozenCopy({ change: given, version: givenVersion });
    return this.#step("commit", () => {
      const { id } = change.request;
      const others = [...this.#requests.values()].filter((other) => other.id !== id);
      if (!follows(change, this.#requests.get(id), this.#events.get(id) ?? []) || clashes(change.request, others))
        return "conflict";
      if (change.effects.some((effect) => this.#effects.has(effect.id))) return "conflict";
      const { request, event, effects } = change;
      if (version?.hash !== request.version && !this.#versions.has(request.version))
        throw new TransientError("the record has no such Flow version", { effect: "unknown" });
      if (version !== null && !this.#versions.has(version.hash)) this.#versions.set(version.hash, version);
      this.#requests.set(request.id, request);
      this.#events.set(request.id, [...(this.#events.get(request.id) ?? []), event]);
      for (const effect of effects) this.#effects.set(effect.id, owed(effect));
      return "committed";
    });
  }

  eventAt(requestId: string, seq: number): Promise<{ commandId: string } | null> {
    return this.#step("eventAt", () => {
      const event = this.#events.get(requestId)?.find((candidate) => candidate.seq === seq);
      return event ? { commandId: event.commandId } : null;
    });
  }

  work(requestId: string): ReturnType<Store["work"]> {
    return this.#step("work", () => {
      const snapshot = this.#snapshotOf(requestId);
      const mine = [...this.#effects.values()].filter((row) => row.effect.requestId === requestId && !row.delivered);
      const effects = mine.map(({ delivered: _, ...effect }) => effect);
      return snapshot && { snapshot, effects: effects.sort((a, b) => a.effect.seq - b.effect.seq) };
    });
  }

  delivered(effectIds: readonly string[], given: Parameters<Store["delivered"]>[1]): Promise<void> {
    const { ids, message } = frozenCopy({ ids: effectIds, message: given });
    return this.#step("delivered", () => {
      for (const id of ids) this.#changeEffect(id, { delivered: true });
      if (message !== null) this.#messages.set(`${message.requestId} ${message.purpose}`, message.ref);
    });
  }

  postponed(effectId: string, tries: number, notBefore: number, errorClass: string): Promise<void> {
    return this.#step("postponed", () => this.#changeEffect(effectId, { tries, notBefore, errorClass }));
  }

  claims(key: string): ReturnType<Store["claims"]> {
    return this.#step("claims", () => ({
      open: this.#openRow(key),
      requests: this.#claimsOf(key),
      frozen: this.#frozen(),
    }));
  }

  openSlot(key: string, givenAccess: Access, givenRow: OpenSlot): Promise<OpenSlot> {
    const { access, row } = frozenCopy({ access: givenAccess, row: givenRow });
    return this.#step("openSlot", () => {
      const known = this.#slots.get(key);
      if (opensSlot(known, row)) this.#slots.set(key, { ...row, key, access, closedAt: null });
      const open = this.#openRow(key);
      if (open === null) throw new TransientError("this opening of the slot was closed already", { effect: "no" });
      return open;
    });
  }

  leftSlots(limit: number, turn = 0): Promise<LeftSlots> {
    return this.#step("leftSlots", () => {
      const left = [...this.#slots.values()]
        .filter((slot) => slot.closedAt === null && this.#claimsOf(slot.key).length === 0)
        .sort((a, b) => a.openedAt - b.openedAt || (a.key < b.key ? -1 : 1));
      return { slots: pageOf(left, limit, turn).map((slot) => slot.access), unreadable: [] };
    });
  }

  closeSlot(key: string, openedAt: number, at: number): Promise<void> {
    return this.#step("closeSlot", () => {
      const slot = this.#slots.get(key);
      if (slot?.closedAt === null && slot.openedAt === openedAt) this.#slots.set(key, { ...slot, closedAt: at });
    });
  }

  dueRequests(now: number, limit: number, turn = 0): Promise<readonly string[]> {
    return this.#step("dueRequests", () =>
      pageOf(dueIds(this.#requests.values(), this.#effects.values(), now), limit, turn),
    );
  }

  listFor(person: PersonKey, closedLimit: number): Promise<readonly RequestLine[]> {
    return this.#step("listFor", () => {
      const mine = this.#byAge((request) => request.requester === person).reverse();
      const closed = mine.filter((request) => request.state === "closed");
      closed.sort((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0));
      const open = mine.filter((request) => request.state !== "closed");
      return [...open, ...closed.slice(0, closedLimit)].map((request) => this.#line(request));
    });
  }

  placeOrder(given: Order): Promise<void> {
    const order = frozenCopy(given);
    return this.#step("placeOrder", () => {
      if (this.#orders.some((known) => known.order.id === order.id)) return;
      this.#orders.push({ order, progress: NO_PROGRESS });
    });
  }

  openOrders(): Promise<readonly StoredOrder[]> {
    return this.#step("openOrders", () => this.#orders.filter(({ progress }) => !progress.done));
  }

  requestsUnder({ scope, at }: Order & { kind: "revoke_all" }): Promise<UnderOrder> {
    return this.#step("requestsUnder", () => {
      const found = this.#byAge((request) => {
        if (request.createdAt > at || (request.closedAt !== null && request.closedAt < at)) return false;
        if (scope.kind === "person") return userIdOf(request.requester) === scope.userId;
        return scope.kind === "everything" || request.access?.target === scope.target;
      });
      const unread = found.filter(({ id }) => this.unreadable.has(id));
      return {
        requests: found.filter((request) => !unread.includes(request)),
        unreadable: unread.map(({ id, closedAt }) => ({ id, closed: closedAt !== null })),
      };
    });
  }

  orderProgressed(orderId: string, given: OrderProgress): Promise<void> {
    const progress = frozenCopy(given);
    return this.#step("orderProgressed", () => {
      const index = this.#orders.findIndex((known) => known.order.id === orderId);
      const known = this.#orders[index];
      if (known) this.#orders[index] = { order: known.order, progress };
    });
  }

  isFrozen(): Promise<boolean> {
    return this.#step("isFrozen", () => this.#frozen());
  }

  /* ---- Inside one step: nothing below waits ---- */

  async #step<T>(method: string, work: () => T): Promise<T> {
    const verdict = await this.#gate(method);
    const answer = frozenCopy(work());
    if (verdict === "lose_answer") throw new TransientError("the record's answer was lost", { effect: "unknown" });
    return answer;
  }

  #snapshotOf(requestId: string): Snapshot | null {
    const request = this.#requests.get(requestId);
    const version = request && this.#versions.get(request.version);
    if (!request || !version) return null;
    return {
      request,
      version,
      frozen: this.#frozen(),
      card: this.#ref(request, "card"),
      receipt: this.#ref(request, "receipt"),
    };
  }

  #frozen(): boolean {
    return this.#orders.findLast(({ order }) => order.kind !== "revoke_all")?.order.kind === "freeze";
  }

  #openRow(key: string): OpenSlot | null {
    const slot = this.#slots.get(key);
    return slot?.closedAt === null ? { openedAt: slot.openedAt, baseline: slot.baseline, ids: slot.ids } : null;
  }

  /** Those that hold the slot: granting, active or revoking. */
  #claimsOf(key: string): Request[] {
    return this.#byAge(({ access, state }) => access?.key === key && state !== "pending" && state !== "closed");
  }

  #byAge(which: (request: Request) => boolean): Request[] {
    return [...this.#requests.values()].filter(which).sort(olderFirst);
  }

  #changeEffect(id: string, change: Partial<Omit<StoredEffect, "effect">>): void {
    const row = this.#effects.get(id);
    if (row) this.#effects.set(id, { ...row, ...change });
  }

  #ref(request: Request, purpose: "card" | "receipt"): MessageRef | null {
    return this.#messages.get(`${request.id} ${purpose}`) ?? null;
  }

  #line(request: Request): RequestLine {
    return { request, card: this.#ref(request, "card") };
  }
}
