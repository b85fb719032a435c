// The record in D1: every method of the port, by the file that does it. Holds no SQL and no state.
import type { Store } from "../ports.ts";
import { overflows, overflowTold, trailAfter, witness } from "./audit.ts";
import { commit } from "./commit.ts";
import { digestState, digestsAfter, homeReached, keepDigest } from "./digests.ts";
import { compared, findingsTold, knownAt, lastFinding, openToRemove, takePlace, untoldFindings } from "./drift.ts";
import { dueRequests, listFor, liveAccess, overdue } from "./due.ts";
import { showSign, signs, signTold } from "./heartbeats.ts";
import { links, relink } from "./links.ts";
import { claimTelling, isFrozen, openOrders, orderProgressed, placeOrder, requestsUnder } from "./orders.ts";
import { delivered, owedToOperators, postponed } from "./outbox.ts";
import { closedSlot, foundSlots, slotChecked, slotsToCheck, slotsTold } from "./slot-checks.ts";
import { claims, closeSlot, leftSlots, openSlot } from "./slots.ts";
import { eventAt, snapshot, work } from "./snapshots.ts";
import { beforeSubmit } from "./submission.ts";

export const openStore = (db: D1Database): Store => ({
  snapshot: (requestId) => snapshot(db, requestId),
  beforeSubmit: (question) => beforeSubmit(db, question),
  commit: (change, version, room = null, note = null) => commit(db, change, version, room, note),
  eventAt: (requestId, seq) => eventAt(db, requestId, seq),
  work: (requestId) => work(db, requestId),
  delivered: (effectIds, message) => delivered(db, effectIds, message),
  postponed: (effectId, tries, notBefore, errorClass) => postponed(db, effectId, tries, notBefore, errorClass),
  claims: (key) => claims(db, key),
  openSlot: (key, access, row) => openSlot(db, key, access, row),
  leftSlots: (limit, turn = 0) => leftSlots(db, limit, turn),
  closeSlot: (key, openedAt, at, late) => closeSlot(db, key, openedAt, at, late ?? null),
  slotsToCheck: (window, limit) => slotsToCheck(db, window, limit),
  closedSlot: (key) => closedSlot(db, key),
  slotChecked: (key, openedAt, found) => slotChecked(db, key, openedAt, found),
  foundSlots: (limit) => foundSlots(db, limit),
  slotsTold: (keys, at) => slotsTold(db, keys, at),
  takePlace: (places, now, until) => takePlace(db, places, now, until),
  lastFinding: (place) => lastFinding(db, place),
  knownAt: (place, byHandSince) => knownAt(db, place, byHandSince),
  compared: (place, finding, news, dueAt) => compared(db, place, finding, news, dueAt),
  openToRemove: (removable, at) => openToRemove(db, removable, at),
  untoldFindings: (limit) => untoldFindings(db, limit),
  findingsTold: (told, at) => findingsTold(db, told, at),
  owedToOperators: (limit) => owedToOperators(db, limit),
  dueRequests: (now, limit, turn = 0) => dueRequests(db, now, limit, turn),
  listFor: (person, closedLimit) => listFor(db, person, closedLimit),
  liveAccess: (limit) => liveAccess(db, limit),
  overdue: (now, limit) => overdue(db, now, limit),
  placeOrder: (order) => placeOrder(db, order),
  openOrders: () => openOrders(db),
  requestsUnder: (order) => requestsUnder(db, order),
  claimTelling: (orderId, now, takenBefore) => claimTelling(db, orderId, now, takenBefore),
  orderProgressed: (orderId, progress) => orderProgressed(db, orderId, progress),
  isFrozen: () => isFrozen(db),
  links: (of, offset, limit) => links(db, of, offset, limit),
  relink: (order) => relink(db, order),
  witness: (entry) => witness(db, entry),
  overflows: (beforeHour) => overflows(db, beforeHour),
  overflowTold: (overflow, entry) => overflowTold(db, overflow, entry),
  trail: (after, limit) => trailAfter(db, after, limit),
  digestState: () => digestState(db),
  keepDigest: (digest) => keepDigest(db, digest),
  digestsAfter: (seq, limit) => digestsAfter(db, seq, limit),
  homeReached: (state) => homeReached(db, state),
  signs: () => signs(db),
  showSign: (finder, at, rescued) => showSign(db, finder, at, rescued),
  signTold: (finder, at) => signTold(db, finder, at),
});
