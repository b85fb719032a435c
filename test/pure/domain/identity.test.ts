// Which account is whose, by the stored links alone: what stands, what is news, and what is refused. Asks nothing of anybody.
import { expect, test } from "vitest";
import type { Account } from "../../../src/domain/access.ts";
import {
  addressHash,
  chooseAccount,
  claimOf,
  isInDomains,
  type Link,
  linkInForce,
  NOT_LINKED,
  type Seeker,
} from "../../../src/domain/identity.ts";
import { accepted, refused } from "../../../src/domain/refusal.ts";
import { ANA, BEN, NOON } from "../../fakes/samples.ts";

const account = (id: string): Account => ({ id, label: id });
const seeker = (overrides: Partial<Seeker> = {}): Seeker => ({
  person: ANA,
  realm: "memory",
  flow: "database",
  ownFunction: false,
  email: "ana@example.com",
  ...overrides,
});
const link = (overrides: Partial<Link> = {}): Link => ({
  person: ANA,
  realm: "memory",
  flow: "",
  account: account("ana@example.com"),
  source: "found",
  address: addressHash(ANA, "ana@example.com"),
  by: ANA,
  at: NOON,
  told: null,
  ...overrides,
});
const found = (id: string) => accepted(account(id));
const nothing = refused({ kind: "no_account", detail: "there is none" });

test("what is found first is kept, with a hash in place of the address", () => {
  const choice = chooseAccount(seeker(), NOT_LINKED, found("ana@example.com"), NOON);
  expect(choice).toEqual(
    accepted({
      account: account("ana@example.com"),
      note: { kind: "found", link: link() },
      link: "new",
      kept: null,
    }),
  );
  const address = link().address ?? "";
  expect(address).toMatch(/^[0-9a-f]{64}$/);
  expect(addressHash(BEN, "ana@example.com")).not.toBe(address);
});

test("a changed e-mail does not move a link, and is news once", () => {
  const changed = seeker({ email: "alba@example.com" });
  const first = chooseAccount(changed, { own: [link()], taken: false }, found("alba@example.com"), NOON + 1);
  expect(first).toMatchObject({
    ok: true,
    value: { account: account("ana@example.com"), link: "found", kept: { since: NOON, isNews: true } },
  });
  const told = first.ok && first.value.note?.kind === "told" ? first.value.note.told : null;
  const again = chooseAccount(changed, { own: [link({ told })], taken: false }, found("alba@example.com"), NOON + 2);
  expect(again).toMatchObject({ ok: true, value: { note: null, kept: { since: NOON, isNews: false } } });
  const anew = seeker({ email: "ana.alba@example.com" });
  expect(
    chooseAccount(anew, { own: [link({ told })], taken: false }, found("ana.alba@example.com"), NOON + 3),
  ).toMatchObject({ ok: true, value: { kept: { isNews: true } } });
});

test("where nothing is found any more the link stands, and that is news only where the address is another", () => {
  const linked = { own: [link()], taken: false };
  const stands = { account: account("ana@example.com"), link: "found" };
  expect(chooseAccount(seeker(), linked, nothing, NOON)).toMatchObject({ ok: true, value: { ...stands, kept: null } });
  expect(chooseAccount(seeker({ email: null }), linked, nothing, NOON)).toMatchObject({
    ok: true,
    value: { ...stands, kept: { isNews: true } },
  });
  const unknown = refused({ kind: "lookup_unavailable", what: "account" });
  expect(chooseAccount(seeker({ email: null }), linked, unknown, NOON)).toMatchObject({
    ok: true,
    value: { ...stands, kept: null },
  });
});

test("what an admin said stands without a word, whatever would be found", () => {
  const own = [link({ account: account("ana-admin"), source: "admin", address: null, by: BEN })];
  const value = { account: account("ana-admin"), note: null, link: "admin", kept: null };
  expect(chooseAccount(seeker(), { own, taken: false }, found("ana@example.com"), NOON)).toEqual(accepted(value));
  expect(chooseAccount(seeker(), { own, taken: true }, nothing, NOON)).toEqual(accepted(value));
});

test("an account that is linked to somebody else is nobody's to find", () => {
  expect(chooseAccount(seeker(), { own: [], taken: true }, found("ana@example.com"), NOON)).toEqual(
    refused({ kind: "account_taken", account: "ana@example.com" }),
  );
  expect(chooseAccount(seeker(), { own: [], taken: true }, nothing, NOON)).toEqual(nothing);
});

test("what a Flow's own function finds is that Flow's alone, and what people say is for all", () => {
  const own = { flow: "break-glass", ownFunction: true };
  const general = link();
  const scoped = link({ flow: "break-glass", account: account("ana-admin") });
  const said = link({ source: "csv", account: account("ana") });
  expect(linkInForce([general], own)).toBeNull();
  expect(linkInForce([general, scoped], own)).toBe(scoped);
  expect(linkInForce([said, scoped], own)).toBe(said);
  expect(linkInForce([general, scoped], { flow: "break-glass", ownFunction: false })).toBe(general);
  expect(linkInForce([scoped], { flow: "database", ownFunction: false })).toBeNull();
  const choice = chooseAccount(seeker(own), { own: [general], taken: false }, found("ana-admin"), NOON);
  expect(choice).toMatchObject({ ok: true, value: { note: { kind: "found", link: { flow: "break-glass" } } } });
});

test("an account that a Flow shares is linked to nobody, whoever else has it; what an admin said stands before it", () => {
  const many = seeker({ flow: "emergency", ownFunction: true, shared: true });
  const shared = { account: account("admin"), note: null, link: null, kept: null };
  expect(chooseAccount(many, { own: [], taken: true }, found("admin"), NOON)).toEqual(accepted(shared));
  const earlier = link({ flow: "emergency" });
  expect(chooseAccount(many, { own: [earlier], taken: false }, found("admin"), NOON)).toEqual(accepted(shared));
  const said = link({ source: "admin", account: account("ana-admin") });
  expect(chooseAccount(many, { own: [said], taken: false }, found("admin"), NOON)).toMatchObject({
    value: { account: { id: "ana-admin" }, link: "admin" },
  });
  expect(chooseAccount(many, NOT_LINKED, nothing, NOON)).toEqual(nothing);
});

test("capitals of ASCII make no other account, and other letters do", () => {
  const linked = { own: [link({ account: account("Ana@Example.com") })], taken: false };
  expect(chooseAccount(seeker(), linked, found("ana@example.COM"), NOON)).toMatchObject({
    ok: true,
    value: { account: account("Ana@Example.com"), kept: null },
  });
  expect(claimOf(account("ÄNA"))).toBe("Äna");
});

test("a domain is meant to the letter", () => {
  const domains = ["example.com", "example.org"];
  for (const email of ["ana@example.com", "ana@Example.ORG", '"a@evil.test"@example.com'])
    expect([email, isInDomains(email, domains)]).toEqual([email, true]);
  for (const email of [
    "ana@evil-example.com",
    "ana@sub.example.com",
    "ana@example.com.evil.test",
    "example.com@evil.test",
  ])
    expect([email, isInDomains(email, domains)]).toEqual([email, false]);
  expect(isInDomains("ana@anywhere.test", [])).toBe(true);
});
