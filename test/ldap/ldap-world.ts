// A world for the suite in a real directory: a group and people made for one test, a fault proxy in front, and eyes of its own on the
// group's list. Never leaves an entry behind.
import { randomBytes } from "node:crypto";
import type { Client } from "ldapts";
import type { Account } from "../../src/domain/access.ts";
import { KINDS, type KindName } from "../../src/strategies/ldap-group/kinds.ts";
import { ldapGroup } from "../../src/strategies/ldap-group/strategy.ts";
import type { StrategyWorld } from "../contracts/strategy.ts";
import { nodeConnect } from "../pure/strategies/node-sockets.ts";
import { FaultProxy, type Operation, type WireFault } from "./fault-proxy.ts";
import { AD_BASE, BASE, type Slapd, SYM, SYM_PASSWORD } from "./slapd.ts";

export interface LdapWorld extends StrategyWorld {
  readonly proxy: FaultProxy;
  readonly root: Client;
  readonly base: string;
  readonly group: string;
  readonly dnOf: (account: Account) => string;
  /** The group's list, as it is. */
  members(group?: string): Promise<readonly string[]>;
  add(dn: string, attributes: Record<string, Buffer | string | string[]>): Promise<void>;
  addPerson(name: string, more?: Record<string, Buffer | string | string[]>): Promise<Account>;
  addGroup(name: string, members: readonly string[]): Promise<string>;
}

let made = 0;
/** A member that stays, where the schema wants one. */
const KEEPER = `ou=services,${BASE}`;

export async function ldapWorld(slapd: Slapd, kind: KindName = "groupOfNames", more: object = {}): Promise<LdapWorld> {
  made += 1;
  const mine = made;
  const { root } = slapd;
  const isAd = kind === "activeDirectory";
  const base = isAd ? AD_BASE : BASE;
  const { member, value, neverEmpty } = KINDS[kind];
  const entries: string[] = [];
  const dns = new Map<string, string>();
  const guid = () => (isAd ? { objectGUID: randomBytes(16) } : {});
  const add: LdapWorld["add"] = async (dn, attributes) => {
    entries.push(dn);
    await root.add(dn, attributes as Record<string, string[]>);
  };
  const addGroup: LdapWorld["addGroup"] = async (name, members) => {
    const dn = `cn=${name}-${mine},ou=groups,${base}`;
    const all = [...(neverEmpty ? [KEEPER] : []), ...members];
    const number =
      kind === "posixGroup"
        ? { gidNumber: String(5_000 + mine) }
        : isAd
          ? { primaryGroupToken: String(5_000 + mine) }
          : {};
    const objectClass = isAd ? "group" : kind;
    await add(dn, {
      objectClass,
      cn: `${name}-${mine}`,
      ...number,
      ...guid(),
      ...(all.length > 0 ? { [member]: all } : {}),
    });
    return dn;
  };
  const addPerson: LdapWorld["addPerson"] = async (name, attributes = {}) => {
    const [uid, id] = [`${name}.${mine}`, `${name}.${mine}@example.com`];
    const dn = `uid=${uid},ou=people,${base}`;
    await add(dn, {
      objectClass: isAd ? "user" : "inetOrgPerson",
      uid,
      cn: uid,
      sn: name,
      mail: id,
      ...guid(),
      ...attributes,
    });
    dns.set(id, dn);
    return { id, label: name };
  };
  const group = await addGroup("readers", []);
  const people = [await addPerson("ana"), await addPerson("ben")] as const;
  const members = async (of = group): Promise<readonly string[]> => {
    const { searchEntries } = await root
      .search(of, { scope: "base", attributes: [member] })
      .catch(() => ({ searchEntries: [] }));
    return [searchEntries[0]?.[member] ?? []]
      .flat()
      .map(String)
      .filter((one) => one !== KEEPER);
  };
  const says = "directory-says-canary";
  const proxy = new FaultProxy({ to: slapd.port, says });
  const port = await proxy.listen();
  const at = (where: Operation, fault: WireFault) => () => proxy.fail(where, fault);
  const answers = (code: number): WireFault => ({ kind: "answers", code });
  return {
    proxy,
    root,
    base,
    group,
    members,
    add,
    addPerson,
    addGroup,
    dnOf: ({ id }) => dns.get(id) ?? "",
    strategy: ldapGroup(nodeConnect()),
    settings: {
      directory: "main",
      url: `ldap://127.0.0.1:${port}`,
      bindDn: SYM,
      password: "LDAP_PASSWORD",
      base,
      group,
      kind,
      allowLoopback: true,
      ...more,
    },
    people,
    secrets: { LDAP_PASSWORD: SYM_PASSWORD },
    targetSays: says,
    async levelOf(id) {
      const dn = dns.get(id);
      const stands = value === "dn" ? dn : dn?.replace(/^uid=([^,]+),.*$/, "$1");
      return stands !== undefined && (await members()).includes(stands) ? "member" : null;
    },
    removeParent: () => root.del(group),
    removeAccount: async (id) => root.del(dns.get(id) ?? ""),
    allClosed: () => proxy.allClosed(),
    faults: {
      busy: { arrange: (on) => proxy.fail(on === "inspect" ? "compare" : "modify", answers(51)), retryAfterMs: null },
      broken: at("bind", answers(52)),
      answerLost: (on) => proxy.fail(on === "inspect" ? "compare" : "modify", { kind: "answer_lost" }),
      silent: (on) => ({
        reached: new Promise((reached) =>
          proxy.fail(on === "inspect" ? "search" : "modify", { kind: "silent", reached }),
        ),
      }),
      unauthenticated: at("bind", answers(49)),
      forbidden: (on) => proxy.fail(on === "inspect" ? "compare" : "modify", answers(50)),
      missing: at("search", answers(32)),
    },
    async close() {
      await proxy.close();
      for (const dn of [...entries].reverse()) await root.del(dn).catch(() => undefined);
    },
  };
}
