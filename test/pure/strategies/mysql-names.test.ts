// What reaches SQL at MySQL and MariaDB: hostile names in questions and in changes, read back letter by letter as the server's lexer
// would. The connection URL is here too, and the heads of packets on their way to the driver.
import fc from "fast-check";
import { expect, test } from "vitest";
import { PermanentError } from "../../../src/ports.ts";
import { connectionUrl } from "../../../src/strategies/mysql/connection-url.ts";
import { add, look, remove } from "../../../src/strategies/mysql/membership.ts";
import { hexOf, isName } from "../../../src/strategies/mysql/names.ts";
import { PacketHeads } from "../../../src/strategies/mysql/packets.ts";
import type { Kind, Row, Session } from "../../../src/strategies/mysql/session.ts";
import { hostileName, seed } from "../../contracts/hostile-names.ts";

/** A server that answers the one question there is, and writes down every other statement. */
class Server implements Session {
  readonly said: string[] = [];
  readonly asked: string[] = [];
  readonly members = new Set<string>();
  readonly kind: Kind = "mariadb";
  readonly names: readonly string[];

  constructor(names: readonly string[]) {
    this.names = names;
  }

  async read(text: string): Promise<readonly Row[]> {
    this.asked.push(text);
    const named = (column: string): string | undefined =>
      new RegExp(`hex\\(${column.replace(".", "\\.")}\\) = '([0-9A-F]*)'`).exec(text)?.[1];
    const [user, role] = [named("m.user"), named("m.role")].map((digits) =>
      this.names.find((listed) => hexOf(listed) === digits),
    );
    return [
      {
        role_exists: Number(role !== undefined),
        account_exists: Number(user !== undefined),
        name_is_known: Number(user !== undefined),
        is_member: Number(this.members.has(JSON.stringify([role, user]))),
        through_others: 0,
        mandatory: "",
        account_is_us: 0,
        account_is_raised: 0,
        role_is_too_powerful: 0,
      },
    ];
  }

  async prepare(): Promise<void> {
    throw new Error("nothing is to be prepared");
  }

  async write(text: string): Promise<void> {
    this.said.push(text);
    const [verb, role, user] = spoken(text);
    const pair = JSON.stringify([role, user]);
    if (verb === "grant") this.members.add(pair);
    else this.members.delete(pair);
  }
}

/** Throws where it is not exactly one statement about one role and one account. */
function spoken(text: string): [verb: string, role: string, user: string] {
  const name = "`((?:[^`\\0]|``)+)`";
  const [, verb = "", role = "", joint, user = "", host] =
    new RegExp(`^(grant|revoke) ${name} (to|from) ${name}@${name}$`).exec(text) ?? [];
  expect([verb, joint, host]).toEqual(verb === "grant" ? ["grant", "to", "%"] : ["revoke", "from", "%"]);
  return [verb, role.replaceAll("``", "`"), user.replaceAll("``", "`")];
}

test(`only names that the server lists reach a change, and questions hold digits alone (seed ${seed})`, async () => {
  let granted = 0;
  const property = fc.asyncProperty(
    hostileName.filter(isName),
    hostileName,
    fc.array(hostileName, { maxLength: 3 }),
    fc.boolean(),
    async (role, user, others, listed) => {
      const server = new Server(listed ? [role, user, ...others] : others);
      const slot = { role, user, host: "%" };
      const refused = await add(server, slot).then(
        () => null,
        (error: unknown) => error,
      );
      if (refused === null) granted += 1;
      else expect(refused).toBeInstanceOf(PermanentError);
      expect(server.said.map(spoken)).toEqual(refused === null ? [["grant", role, user]] : []);
      await remove(server, slot);
      expect(server.members.size).toBe(0);
      const plain = new Server([]);
      await look(plain, { role: "r", user: "u", host: "%" });
      const emptied = (text: string): string => text.replace(/'[0-9A-F]*'/g, "''");
      for (const text of server.asked) expect(emptied(text)).toBe(emptied(plain.asked[0] ?? ""));
    },
  );
  await fc.assert(property, { seed, numRuns: 5_000 });
  expect(granted).toBeGreaterThan(100);
});

test("a name is spelt as the server spells it, or is no name", () => {
  expect(hexOf("aé`")).toBe("61C3A960");
  for (const name of ["ana@example.com", "a b", "`", "'; --", "é", "日本", "a".repeat(128)])
    expect(isName(name)).toBe(true);
  for (const name of ["", " ", "ana ", " ana", "a\0", "😀", "\ud800", "a".repeat(129)])
    expect(isName(name)).toBe(false);
});

test("a role that everybody has is inherited, however the server's list spells it", async () => {
  const listed = (mandatory: string): Session => ({
    kind: "mysql",
    read: async () => [{ ...(await new Server(["orders", "ana"]).read(""))[0], mandatory }],
    prepare: async () => undefined,
    write: async () => undefined,
  });
  const seen = async (mandatory: string) =>
    (await look(listed(mandatory), { role: "orders", user: "ana", host: "%" })).inherited;
  for (const list of ["orders", "a, orders@%", "`a`@`%`,`orders`@`%`", "'orders'@'%'"])
    expect(await seen(list)).toBe("everybody has the role");
  for (const list of ["", "orders_reader", "a@orders"]) expect(await seen(list)).toBeNull();
});

test("a connection URL means one host, with TLS wherever a network is crossed", () => {
  expect(connectionUrl("mysql://sym:p%40ss%2F@db.example.com/orders?ssl=false")).toEqual({
    hostname: "db.example.com",
    port: 3306,
    database: "orders",
    username: "sym",
    password: "p@ss/",
    tls: true,
  });
  expect(connectionUrl("mariadb://sym@127.0.0.1:6000")).toMatchObject({ tls: false, port: 6000, database: "" });
  expect(connectionUrl("mysql://sym@10.0.0.1").tls).toBe(true);
  for (const secret of ["", "postgres://sym:planted@db/x", "mysql://sym:planted@a,b", "mysql://sym:planted%@db"]) {
    expect(() => connectionUrl(secret)).toThrow(PermanentError);
    expect(() => connectionUrl(secret)).not.toThrow(/planted/);
  }
});

test("however the network cuts them up, packets keep their content, and their numbers are lowered by one", () => {
  const packet = (number: number, length: number): number[] => [
    length & 0xff,
    length >> 8,
    0,
    number,
    ...Array.from({ length }, (_, at) => at & 0xff),
  ];
  const said = [...packet(2, 3), ...packet(3, 0), ...packet(0, 300)];
  const wanted = [...packet(1, 3), ...packet(2, 0), ...packet(255, 300)];
  fc.assert(
    fc.property(fc.array(fc.nat(said.length), { maxLength: 8 }), (cuts) => {
      const heads = new PacketHeads();
      const at = [0, ...cuts.sort((a, b) => a - b), said.length];
      const read = at.slice(1).flatMap((end, i) => [...heads.read(Uint8Array.from(said.slice(at[i], end)), 1)]);
      expect(read).toEqual(wanted);
    }),
    { seed },
  );
  expect(() => new PacketHeads().read(new TextEncoder().encode("HTTP/1.1 400"), 0)).toThrow("no packet");
});
