// The ldap_group strategy and a directory that does not let it: rights, passwords, certificates, referrals, and answers without an end.
import { expect, test } from "vitest";
import { PermanentError } from "../../src/ports.ts";
import { ldapGroup } from "../../src/strategies/ldap-group/strategy.ts";
import { callerOf } from "../contracts/strategy-world.ts";
import { nodeConnect } from "../pure/strategies/node-sockets.ts";
import { onSlapd } from "./on-slapd.ts";
import { BASE, HOST } from "./slapd.ts";

onSlapd(({ slapd, given }) => {
  test("two entries with one account are refused, and none is chosen", async () => {
    const at = await given();
    const twin = await at.addPerson("twin", { mail: at.people[0].id });
    await expect(at.call("grant", at.people[0])).rejects.toThrow("more than one entry");
    expect(await at.members()).toEqual([]);
    expect(at.dnOf(twin)).not.toBe("");
  });

  test("a check says what Sym's account lacks, and changes nothing", async () => {
    const at = await given();
    const context = {
      secret: (name: string) => at.secrets[name] ?? "",
      fetch,
      signal: new AbortController().signal,
      now: () => 0,
    };
    const check = (more: object) => at.strategy.check?.({ ...(at.settings as object), ...more }, context);
    await check({});
    expect(await at.members()).toEqual([]);
    await expect(check({ group: `cn=nothing,ou=groups,${BASE}` })).rejects.toMatchObject({ class: "config" });
    const elsewhere = `cn=hers,ou=people,${BASE}`;
    await at.add(elsewhere, { objectClass: "groupOfNames", cn: "hers", member: at.dnOf(at.people[0]) });
    await expect(check({ group: elsewhere })).rejects.toMatchObject({ name: "PermanentError", class: "auth" });
    await expect(check({ kind: "groupOfUniqueNames" })).rejects.toMatchObject({ class: "auth" });
  });

  test("an account that may see nothing is trouble, never absence", async () => {
    const at = await given();
    await at.call("grant", at.people[0]);
    await at.add(`cn=nobody,ou=services,${BASE}`, {
      objectClass: ["organizationalRole", "simpleSecurityObject"],
      cn: "nobody",
      userPassword: at.secrets["LDAP_PASSWORD"] ?? "",
    });
    const settings = { ...(at.settings as object), bindDn: `cn=nobody,ou=services,${BASE}` };
    for (const verb of [
      () => at.call("revoke", at.people[0], { settings }),
      () => at.inspect(at.people[0], { settings }),
    ])
      await expect(verb()).rejects.toBeInstanceOf(PermanentError);
    expect(await at.levelOf(at.people[0].id)).toBe("member");
  });

  test("a wrong password is refused for good, and an empty one is never sent: it would let Sym in as nobody", async () => {
    const at = await given();
    const withPassword = (password: string) => callerOf({ ...at, secrets: { LDAP_PASSWORD: password } });
    const wrong = await withPassword("wrong-canary")
      .inspect(at.people[0])
      .catch((error: unknown) => error);
    expect(wrong).toMatchObject({ name: "PermanentError", class: "auth" });
    expect(String(wrong)).not.toContain("canary");
    const heard = at.proxy.heard.length;
    await expect(withPassword("").inspect(at.people[0])).rejects.toMatchObject({ class: "auth" });
    expect(at.proxy.heard.length).toBe(heard);
  });

  test("a referral is not followed", async () => {
    const at = await given();
    at.proxy.fail("modify", { kind: "answers", code: 10 });
    await expect(at.call("grant", at.people[0])).rejects.toMatchObject({ name: "PermanentError", class: "config" });
  });

  test("a directory that never stops talking is let go of at a size, whatever time there is", async () => {
    const at = await given();
    const reached = new Promise<void>((resolve) => at.proxy.fail("search", { kind: "pours", reached: resolve }));
    const pending = at.inspect(at.people[0]);
    await reached;
    await expect(pending).rejects.toMatchObject({ name: "TransientError", effect: "no" });
  });

  test("over a network the connection is encrypted, and only a certificate that is vouched for is trusted", async () => {
    const at = await given();
    const [ana] = at.people;
    const reach = "127.0.0.1";
    const through = (url: string, options: object) =>
      callerOf({
        ...at,
        strategy: ldapGroup(nodeConnect({ reach, ...options })),
        settings: { ...(at.settings as object), url },
      });
    for (const url of [`ldaps://${HOST}:${slapd().tlsPort}`, `ldap://${HOST}:${slapd().port}`]) {
      await through(url, { ca: slapd().ca }).call("grant", ana);
      expect(await at.levelOf(ana.id)).toBe("member");
      for (const stranger of [through(url, {}), through(url.replace("ldap.", "other."), { ca: slapd().ca })])
        await expect(stranger.call("revoke", ana)).rejects.toMatchObject({ name: "TransientError", effect: "no" });
      expect(await at.levelOf(ana.id)).toBe("member");
      await through(url, { ca: slapd().ca }).call("revoke", ana);
      expect(await at.levelOf(ana.id)).toBeNull();
    }
  });

  test("where StartTLS is not to be had, nothing is said: no password leaves this machine", async () => {
    const at = await given();
    const url = String((at.settings as { url: string }).url).replace("127.0.0.1", HOST);
    for (const answer of [0x02, 0x34]) {
      at.proxy.heard.length = 0;
      at.proxy.fail(0, {
        kind: "says",
        bytes: (id) => Buffer.from([0x30, 12, 2, 1, id, 0x78, 7, 0x0a, 1, answer, 4, 0, 4, 0]),
      });
      const plain = callerOf({
        ...at,
        strategy: ldapGroup(nodeConnect({ reach: "127.0.0.1" })),
        settings: { ...(at.settings as object), url },
      });
      await expect(plain.call("grant", at.people[0])).rejects.toThrow("does not offer StartTLS");
      expect(at.proxy.heard).toHaveLength(1);
      expect(String(at.proxy.heard[0])).toContain("1.3.6.1.4.1.1466.20037");
    }
  });
});
