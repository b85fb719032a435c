// Whom a comparison takes for whose: by the account's own id where there is one, by every spelling of its name, and in doubt for ours.
import { expect, test } from "vitest";
import { slotKey } from "../../../src/domain/access.ts";
import { type Known, type KnownSlot, type Member, placeOf, sortMembers } from "../../../src/domain/drift.ts";
import type { Request } from "../../../src/domain/request.ts";
import {
  MINUTE_MS,
  NOON,
  sampleAccess,
  sampleApprove,
  sampleAsk,
  sampleChange,
  sampleGranted,
  sampleSubmit,
} from "../../fakes/samples.ts";

const strategy = {
  type: "sample",
  slot: (_: unknown, account: { id: string }) => {
    if (account.id.includes(" ")) throw new Error("no such account");
    return ["org", "team", account.id.toLowerCase()];
  },
};
const place = placeOf(strategy, {}) ?? { key: "", slotOf: () => null };
const keyOf = (name: string): string => slotKey("sample", ["org", "team", name]);
const member = (name: string, id: string, more: Partial<Member> = {}): Member => ({
  ...{ account: { id: name, label: name }, names: [], level: "member", ids: { user: id, team: "t" } },
  ...more,
});
const slot = (name: string, id: string, more: Partial<KnownSlot> = {}): KnownSlot => ({
  ...{ key: keyOf(name), openedAt: NOON, isOpen: true, baseline: { level: null, inherited: null } },
  ...{ ids: { user: id, team: "t" } },
  ...more,
});
const known = (more: Partial<Known>): Known => ({ slots: [], requests: [], unreadable: 0, ...more });
const sorted = (members: readonly Member[], of: Partial<Known>, allowed: readonly string[] = []) => {
  const { ours, standing, others, unseen } = sortMembers(
    { accountId: "user", members },
    place,
    known(of),
    allowed,
    NOON + 60 * MINUTE_MS,
  );
  const names = (all: readonly Member[]) => all.map(({ account }) => account.id);
  return [names(ours), names(standing), others.map(({ member: { account } }) => account.id), unseen.length];
};
/** Asked at noon, there at two minutes past. */
function held(name: string): Request {
  const asked = sampleChange(null, sampleSubmit(sampleAsk("r1", { access: sampleAccess({ key: keyOf(name) }) })), NOON);
  const { request } = sampleChange(asked.request, sampleApprove(), NOON + MINUTE_MS);
  return sampleChange(
    request,
    sampleGranted(request, NOON + 2 * MINUTE_MS, NOON + 90 * MINUTE_MS),
    NOON + 2 * MINUTE_MS,
  ).request;
}

test("a place is all but the last id of its slots, and has no slot for what is no account there", () => {
  expect(place.key).toBe("sample|3:org|4:team|");
  expect([place.slotOf("Ana"), place.slotOf("a b")]).toEqual([keyOf("ana"), null]);
  const elsewhere = { ...strategy, slot: (_: unknown, { id }: { id: string }) => [id, "team"] };
  expect(placeOf(elsewhere, {})?.slotOf("ana")).toBeNull();
  expect(
    placeOf(
      {
        ...strategy,
        slot: () => {
          throw new Error("bad settings");
        },
      },
      {},
    ),
  ).toBeNull();
});

test("an account that was renamed is ours by its id, and so is whoever bears the old name now", () => {
  const of = { slots: [slot("ana", "1")], requests: [held("ana")] };
  expect(sorted([member("lovelace", "1"), member("ana", "2"), member("eve", "3")], of)).toEqual([
    ["lovelace", "ana"],
    [],
    ["eve"],
    0,
  ]);
});

test("a live grant is seen by its id alone where both have one: a name that moved on does not stand for it", () => {
  const of = { slots: [slot("ana", "1")], requests: [held("ana")] };
  expect(sorted([member("ana", "2")], of)).toEqual([["ana"], [], [], 1]);
  expect(sorted([member("ana", "1")], of)).toEqual([["ana"], [], [], 0]);
});

test("a grant on its way is ours before anything of it is known, under whatever spelling", () => {
  const of = { requests: [{ ...held("ana"), state: "granting" as const, granted: null }] };
  expect(sorted([member("12345", "1", { names: ["ANA"] })], of)).toEqual([["12345"], [], [], 0]);
});

test("what was given while the list was read, or just before, is not missed", () => {
  const early = held("ana");
  const late = { ...early, granted: early.granted && { ...early.granted, at: NOON + 56 * MINUTE_MS } };
  expect(sorted([], { requests: [late] }).at(-1)).toBe(0);
  expect(sorted([], { requests: [held("ana")] }).at(-1)).toBe(1);
});

test("by leave are: what was there before Sym, whoever is named in any capitals or by id, and Sym itself", () => {
  const before = slot("ben", "2", { isOpen: false, baseline: { level: "member", inherited: null } });
  const all = [member("ben", "2"), member("Root", "3"), member("x", "77"), member("bot", "5", { own: true })];
  expect(sorted([...all, member("eve", "6")], { slots: [before] }, ["root", "77"])).toEqual([
    [],
    ["ben", "Root", "x", "bot"],
    ["eve"],
    0,
  ]);
});

test("whoever is listed twice is one", () => {
  expect(sorted([member("eve", "6"), member("eve", "6")], {})).toEqual([[], [], ["eve"], 0]);
});
