// What only a directory can show of the ldap_group strategy: renames, names that are handed on, groups in groups, and whose name is whose.
import { expect, onTestFinished, test } from "vitest";
import { onSlapd } from "./on-slapd.ts";
import { BASE } from "./slapd.ts";

onSlapd(({ given }) => {
  test("one value is added and taken away; the rest of the group stays as it is", async () => {
    const at = await given();
    const others = [await at.addPerson("cleo"), await at.addPerson("dan")].map(at.dnOf);
    const group = await at.addGroup("full", others);
    const settings = { ...(at.settings as object), group };
    await at.call("grant", at.people[0], { settings });
    expect(await at.members(group)).toEqual([...others, at.dnOf(at.people[0])]);
    await at.call("revoke", at.people[0], { settings });
    expect(await at.members(group)).toEqual(others);
  });

  test("a person who is renamed while access is held loses it all the same, though the group keeps the old name", async () => {
    const at = await given();
    const [ana] = at.people;
    const { ids } = await at.inspect(ana);
    await at.call("grant", ana, { ids });
    const moved = `uid=ana.married,ou=leavers,${BASE}`;
    await at.root.modifyDN(at.dnOf(ana), moved);
    onTestFinished(() => at.root.modifyDN(moved, at.dnOf(ana)));
    expect((await at.inspect(ana, { ids })).level).toBe("member");
    await at.call("revoke", ana, { ids });
    expect(await at.members()).toEqual([]);
    expect((await at.inspect(ana, { ids })).level).toBeNull();
  });

  test("where the directory carries the membership along, the new name loses it", async () => {
    const at = await given("activeDirectory");
    const [ana] = at.people;
    const { ids } = await at.inspect(ana);
    await at.call("grant", ana, { ids });
    const moved = `uid=ana.married,ou=leavers,${at.base}`;
    await at.root.modifyDN(at.dnOf(ana), moved);
    onTestFinished(() => at.root.modifyDN(moved, at.dnOf(ana)));
    expect(await at.members()).toEqual([moved]);
    await at.call("revoke", ana, { ids });
    expect(await at.members()).toEqual([]);
  });

  test("an address that is handed to somebody else never moves a hold", async () => {
    const at = await given();
    const [ana, ben] = at.people;
    const { ids } = await at.inspect(ana);
    await at.call("grant", ana, { ids });
    await at.root.del(at.dnOf(ben));
    const { Attribute, Change } = await import("ldapts");
    const mail = (values: string[]) =>
      new Change({ operation: "replace", modification: new Attribute({ type: "mail", values }) });
    await at.root.modify(at.dnOf(ana), mail(["ana.old@example.com"]));
    await at.add(`uid=other,ou=people,${BASE}`, {
      objectClass: "inetOrgPerson",
      uid: "other",
      cn: "o",
      sn: "o",
      mail: ana.id,
    });
    await expect(at.call("grant", ana, { ids })).rejects.toThrow("replaced by another");
    expect(await at.members()).toEqual([at.dnOf(ana)]);
    await at.call("revoke", ana, { ids });
    expect(await at.members()).toEqual([]);
  });

  test("a name in the group that somebody else has by now is told to people, and nothing is guessed", async () => {
    const at = await given();
    const [ana] = at.people;
    const { ids } = await at.inspect(ana);
    await at.call("grant", ana, { ids });
    const [dn, moved] = [at.dnOf(ana), `uid=ana.left,ou=leavers,${BASE}`];
    await at.root.modifyDN(dn, moved);
    await at.root.add(dn, { objectClass: "inetOrgPerson", uid: "x", cn: "x", sn: "x" });
    onTestFinished(() => at.root.del(moved));
    for (const verb of [() => at.call("revoke", ana, { ids }), () => at.inspect(ana, { ids })])
      await expect(verb()).rejects.toMatchObject({ name: "PermanentError", class: "impossible" });
    expect(await at.members()).toEqual([dn]);
  });

  test("a group that is renamed is followed, and one that only took its name is not", async () => {
    const at = await given();
    const [ana, ben] = at.people;
    const { ids } = await at.inspect(ana);
    await at.call("grant", ana, { ids });
    const renamed = `cn=renamed,ou=groups,${BASE}`;
    await at.root.modifyDN(at.group, renamed);
    onTestFinished(() => at.root.del(renamed));
    await at.root.add(at.group, { objectClass: "groupOfNames", cn: "x", member: [at.dnOf(ana)] });
    await expect(at.call("grant", ben, { ids: { group: ids["group"] ?? "" } })).resolves.toBeUndefined();
    expect(await at.members(renamed)).toEqual([at.dnOf(ana), at.dnOf(ben)]);
    await at.call("revoke", ana, { ids });
    expect(await at.members(renamed)).toEqual([at.dnOf(ben)]);
    expect(await at.members()).toEqual([at.dnOf(ana)]);
  });

  test("the last member of a group that may not be empty is trouble for people, and in words that say what to do", async () => {
    const at = await given();
    const [ana] = at.people;
    const group = `cn=alone,ou=groups,${BASE}`;
    await at.add(group, { objectClass: "groupOfNames", cn: "alone", member: at.dnOf(ana) });
    const settings = { ...(at.settings as object), group };
    const thrown = await at.call("revoke", ana, { settings }).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ name: "PermanentError", class: "impossible", effect: "no" });
    expect(String(thrown)).toContain("add one that stays");
    expect((await at.inspect(ana, { settings })).level).toBe("member");
  });

  test("membership through another group is told apart, beside a direct one too, and outlives an end", async () => {
    for (const kind of ["groupOfNames", "groupOfUniqueNames"] as const) {
      const at = await given(kind);
      const [ana, ben] = at.people;
      const team = await at.addGroup("team", [at.dnOf(ana)]);
      const whole = await at.addGroup("whole", [team]);
      const settings = { ...(at.settings as object), group: whole };
      expect(await at.inspect(ana, { settings })).toMatchObject({ level: null, inherited: "through another group" });
      expect(await at.inspect(ben, { settings })).toMatchObject({ level: null, inherited: null });
      await at.call("grant", ana, { settings });
      expect(await at.inspect(ana, { settings })).toMatchObject({
        level: "member",
        inherited: "through another group",
      });
      await at.call("revoke", ana, { settings });
      expect(await at.members(team)).toEqual([at.dnOf(ana)]);
    }
  });

  test("a person's primary group is inherited", async () => {
    const posix = await given("posixGroup");
    const [group] = (await posix.root.search(posix.group, { scope: "base" })).searchEntries;
    const account = {
      objectClass: ["inetOrgPerson", "posixAccount"],
      uidNumber: "1",
      gidNumber: String(group?.["gidNumber"]),
      homeDirectory: "/",
    };
    const cleo = await posix.addPerson("cleo", account);
    expect(await posix.inspect(cleo)).toMatchObject({ level: null, inherited: "as the primary group" });
    const ad = await given("activeDirectory");
    const [whole] = (await ad.root.search(ad.group, { scope: "base" })).searchEntries;
    const dan = await ad.addPerson("dan", { primaryGroupID: String(whole?.["primaryGroupToken"]) });
    expect(await ad.inspect(dan)).toMatchObject({ level: null, inherited: "as the primary group" });
  });

  test("an Active Directory is asked for the whole chain of groups, and believed", async () => {
    const at = await given("activeDirectory");
    const [ana] = at.people;
    at.proxy.heard.length = 0;
    await at.inspect(ana);
    const asked = at.proxy.heard.map(String).findIndex((text) => text.includes("1.2.840.113556.1.4.1941"));
    const question = String(at.proxy.heard[asked]);
    for (const part of ["member", at.dnOf(ana), "memberOf", at.group]) expect(question).toContain(part);
    const entry = (id: number) => Buffer.from([0x30, 12, 2, 1, id, 0x64, 7, 4, 3, ...Buffer.from("o=x"), 0x30, 0]);
    const done = (id: number) => Buffer.from([0x30, 12, 2, 1, id, 0x65, 7, 0x0a, 1, 0, 4, 0, 4, 0]);
    at.proxy.fail(asked, { kind: "says", bytes: (id) => Buffer.concat([entry(id), done(id)]) });
    expect(await at.inspect(ana)).toMatchObject({ level: null, inherited: "through another group" });
  });

  test("a change that another made first is done, whatever the directory calls it", async () => {
    const at = await given("activeDirectory");
    const [ana] = at.people;
    for (const [verb, code] of [
      ["grant", 68],
      ["grant", 20],
      ["revoke", 53],
      ["revoke", 16],
    ] as const) {
      await at.call(verb === "grant" ? "revoke" : "grant", ana);
      at.proxy.fail("modify", { kind: "answers", code, after: true });
      await at.call(verb, ana);
      expect(await at.levelOf(ana.id)).toBe(verb === "grant" ? "member" : null);
    }
    at.proxy.fail("modify", { kind: "answers", code: 53 });
    await expect(at.call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", class: "impossible" });
  });

  test("a directory that says it is done, and shows it otherwise, is not believed", async () => {
    const at = await given();
    at.proxy.fail("modify", { kind: "answers", code: 0 });
    await expect(at.call("grant", at.people[0])).rejects.toMatchObject({ name: "TransientError", effect: "unknown" });
  });

  test("names that mean something in filters and DNs are themselves, and nobody else", async () => {
    const at = await given("groupOfNames", { match: "cn" });
    const names = [
      "*",
      "a*",
      "ana)(objectClass=*",
      "(&(cn=*))",
      "\\2a",
      'a,b+c="d";<e>',
      "# lead",
      "a\\",
      "å 😀",
      "uid=x,dc=y",
      "a/b",
    ];
    const escaped = (name: string): string =>
      [...Buffer.from(name)].map((byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("");
    const dns = names.map((name) => `cn=${escaped(name)},ou=people,${BASE}`);
    for (const [at_, name] of names.entries())
      await at.add(dns[at_] ?? "", { objectClass: "person", cn: name, sn: "x" });
    for (const name of names) {
      const account = { id: name, label: name };
      await at.call("grant", account);
      const held = (await at.members()).map(String);
      expect(held, name).toHaveLength(1);
      const { searchEntries } = await at.root.search(held[0] ?? "", { scope: "base", attributes: ["cn"] });
      expect(searchEntries[0]?.["cn"]).toBe(name);
      await at.call("revoke", account);
      expect(await at.members()).toEqual([]);
    }
    for (const id of [" *", "* ", "A* ", "\\2A "])
      await expect(at.call("grant", { id, label: id })).rejects.toThrow("no entry");
  });
});
