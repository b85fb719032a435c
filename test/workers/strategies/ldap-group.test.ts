// The ldap_group strategy where it will live: in workerd, over `cloudflare:sockets`. What it does at a directory is judged in Node
// (test/ldap); here it is that the same code connects, signs in, changes, reads, and lets go, and trusts no certificate of a stranger's.
import { connect } from "cloudflare:sockets";
import { describe, expect, inject, test } from "vitest";
import { TransientError } from "../../../src/ports.ts";
import type { Connect } from "../../../src/strategies/driver-socket.ts";
import { ldapGroup } from "../../../src/strategies/ldap-group/strategy.ts";
import { callerOf } from "../../contracts/strategy-world.ts";

const ana = { id: "ana@example.com", label: "Ana" };
const deployersAt = (url: string, through?: Connect) =>
  callerOf({
    strategy: ldapGroup(through),
    settings: {
      directory: "main",
      url,
      bindDn: "cn=sym,ou=services,dc=example,dc=com",
      password: "LDAP_PASSWORD",
      base: "dc=example,dc=com",
      group: "cn=deployers,ou=groups,dc=example,dc=com",
      kind: "groupOfNames",
      allowLoopback: true,
    },
    secrets: { LDAP_PASSWORD: "planted-ldap-password+/=" },
  });

const ports = inject("slapdPorts");

describe.skipIf(ports === null)(ports === null ? "skipped: no slapd (Debian: slapd)" : "slapd", () => {
  const plain = `ldap://127.0.0.1:${ports?.plain}`;

  test("grants, reads back and revokes over a socket of workerd", async () => {
    const at = deployersAt(plain);
    const { ids, level } = await at.inspect(ana);
    expect({ ids, level }).toMatchObject({ level: null, ids: { person: expect.stringMatching(/^[0-9a-f-]{36}$/) } });
    await at.call("grant", ana, { ids });
    expect((await at.inspect(ana, { ids })).level).toBe("member");
    await at.call("revoke", ana, { ids });
    await at.call("revoke", ana, { ids });
    expect((await at.inspect(ana, { ids })).level).toBeNull();
  });

  test("every connection is closed when its call is over, also one that is let go of", async () => {
    const closed: Promise<void>[] = [];
    const at = deployersAt(plain, (address, options) => {
      const socket = connect(address, options);
      closed.push(socket.closed);
      return socket;
    });
    await at.inspect(ana);
    const clock = new AbortController();
    const pending = at.inspect(ana, { signal: clock.signal });
    clock.abort();
    await expect(pending).rejects.toThrow(TransientError);
    await expect(at.call("grant", { id: "nobody", label: "" })).rejects.toThrow("no entry of the directory");
    await Promise.allSettled(closed);
    expect(closed.length).toBeGreaterThanOrEqual(2);
  });

  test("a certificate that no public authority vouches for is not trusted, and nothing is said", async () => {
    await expect(deployersAt(`ldaps://127.0.0.1:${ports?.tls}`).call("grant", ana)).rejects.toMatchObject({
      name: "TransientError",
      effect: "no",
    });
    expect((await deployersAt(plain).inspect(ana)).level).toBeNull();
  });
});

test("a port where nothing listens is trouble that passes, without effect", async () => {
  await expect(deployersAt("ldap://127.0.0.1:9").call("revoke", ana)).rejects.toMatchObject({
    name: "TransientError",
    effect: "no",
  });
});
