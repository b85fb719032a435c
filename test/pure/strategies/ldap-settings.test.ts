// What a Target of the type ldap_group may say, and how two ways to say one thing meet in one slot.
import { expect, test } from "vitest";
import { ldapGroup } from "../../../src/strategies/ldap-group/strategy.ts";

const good = {
  directory: "main",
  url: "ldaps://ldap.example.com",
  bindDn: "cn=sym,ou=services,dc=example,dc=com",
  password: "LDAP_PASSWORD",
  base: "dc=example,dc=com",
  group: "cn=deployers,ou=groups,dc=example,dc=com",
  kind: "groupOfNames",
};
const strategy = ldapGroup();
const wrong = (more: object): readonly PropertyKey[] => {
  const read = strategy.settings.safeParse({ ...good, ...more });
  return read.success ? [] : read.error.issues.flatMap(({ path }) => path.slice(0, 1));
};

test.each([
  { url: "ldap://ldap.example.com" },
  { url: "ldaps://dc1.corp.example.com:3269/" },
  { url: "ldap://127.0.0.1:1389", allowLoopback: true },
  { bindDn: "sym@corp.example.com" },
  { kind: "activeDirectory", group: String.raw`CN=Deploy\, all,OU=Groups,DC=example,DC=com` },
  { group: "cn=år 2026+ou=x,2.5.4.11=groups,dc=example,dc=com" },
  { account: "email_local_part", emailDomain: "example.com", match: "uid" },
])("takes %j", (more) => {
  expect(wrong(more)).toEqual([]);
});

test.each([
  ["url", { url: "https://ldap.example.com" }],
  ["url", { url: "ldap://127.0.0.1" }],
  ["url", { url: "ldaps://10.0.0.1" }],
  ["url", { url: "ldaps://ldap.internal" }],
  ["url", { url: "ldaps://ldap.example.com:70000" }],
  ["url", { url: "ldaps://sym:secret@ldap.example.com" }],
  ["url", { url: "ldap://ldap.example.com/dc=example,dc=com??sub" }],
  ["group", { group: "deployers" }],
  ["group", { group: "cn=deployers, ou=groups, dc=example, dc=com" }],
  ["group", { group: "cn=deployers,ou=groups,dc=elsewhere,dc=com" }],
  ["group", { group: "cn=deployers\u0000,dc=example,dc=com" }],
  ["group", { group: "dc=example,dc=com" }],
  ["base", { base: "" }],
  ["bindDn", { bindDn: "EXTERNAL" }],
  ["password", { password: "a password" }],
  ["kind", { kind: "group" }],
  ["match", { match: "mail)(objectClass=*" }],
  ["emailDomain", { account: "email_local_part" }],
])("refuses a wrong %s: %j", (path, more) => {
  expect(wrong(more)).toContain(path);
});

test("capitals make no other group and no other person, and another directory makes both", () => {
  const slotOf = (more: object, id: string) => strategy.slot({ ...good, ...more }, { id, label: id });
  const slot = slotOf({}, "ana@example.com");
  expect(slotOf({ group: "CN=Deployers,OU=Groups,DC=Example,DC=com" }, "Ana@Example.com")).toEqual(slot);
  expect(slotOf({ directory: "other" }, "ana@example.com")).not.toEqual(slot);
});

test("all groups of a directory speak of the same accounts, where the same attribute is one", () => {
  const realmOf = (more: object) => strategy.realm?.({ ...good, ...more });
  expect(realmOf({ group: "cn=others,dc=example,dc=com" })).toBe(realmOf({}));
  expect([realmOf({ match: "uid" }), realmOf({ directory: "other" })]).not.toContain(realmOf({}));
});

test("a name of many parts is judged at once, however it is written", () => {
  const many = "a=\\, ".repeat(400);
  expect(wrong({ group: many })).toContain("group");
  expect(wrong({ group: `${"cn=x y z ".repeat(100)}!` })).toContain("group");
});
