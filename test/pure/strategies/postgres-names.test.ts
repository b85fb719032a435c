// What reaches SQL: 5,000 hostile names against a catalogue in this process. Only names that the catalogue lists are ever
// spoken, one statement each. The connection URL is here too: what it may say, and that it is never repeated.
import fc from "fast-check";
import { expect, test } from "vitest";
import { PermanentError } from "../../../src/ports.ts";
import { connectionUrl } from "../../../src/strategies/postgres/connection-url.ts";
import { membership } from "../../../src/strategies/postgres/names.ts";
import type { Row, Transaction } from "../../../src/strategies/postgres/session.ts";
import { add, remove } from "../../../src/strategies/postgres-role/membership.ts";
import { LOOK } from "../../../src/strategies/postgres-role/statements.ts";
import { hostileName, seed } from "../../contracts/hostile-names.ts";

/** A catalogue that answers the one question there is, and writes down every other statement. */
class Catalogue implements Transaction {
  readonly said: string[] = [];
  readonly members = new Set<string>();
  readonly names: readonly string[];

  constructor(names: readonly string[]) {
    this.names = names;
  }

  async read(text: string, [role, , login]: readonly string[]): Promise<readonly Row[]> {
    if (text !== LOOK) throw new Error(`an unknown question: ${text}`);
    const [r, l] = [role, login].map((name) => this.names.find((listed) => listed === name) ?? null);
    const facts = {
      by_others: false,
      through_others: false,
      login_is_superuser: false,
      login_is_us: false,
      role_is_too_powerful: false,
    };
    const oid = (name: string | null | undefined) => (name == null ? null : String(this.names.indexOf(name) + 1));
    const ours = this.members.has(JSON.stringify([r, l]));
    return [
      {
        per_grantor: true,
        role_oid: oid(r),
        role_name: r,
        login_oid: oid(l),
        login_name: l,
        ours,
        login_can_log_in: l !== null,
        ...facts,
      },
    ];
  }

  async write(text: string): Promise<void> {
    this.said.push(text);
    const [verb, role, login] = spoken(text);
    const pair = JSON.stringify([role, login]);
    if (verb === "grant") this.members.add(pair);
    else this.members.delete(pair);
  }
}

/** Reads the statement back, letter by letter, as PostgreSQL's lexer would. Throws where it is not exactly one. */
function spoken(text: string): [verb: string, role: string, login: string] {
  const words: string[] = [];
  let rest = text;
  while (rest !== "") {
    const token = /^(?:"((?:[^"\0]|"")+)"|([a-z_]+))(?: |$)/.exec(rest);
    if (!token) throw new Error(`not one plain statement: ${text}`);
    words.push(token[1] === undefined ? `:${token[2]}` : token[1].replaceAll('""', '"'));
    rest = rest.slice(token[0].length);
  }
  const [verb, role, joint, login, ...end] = words;
  expect([`${verb} ${joint}`, end]).toEqual([
    verb === ":grant" ? ":grant :to" : ":revoke :from",
    [":granted", ":by", ":current_user"],
  ]);
  return [verb?.slice(1) ?? "", role ?? "", login ?? ""];
}

test(`only names that the catalogue lists reach SQL, one statement each (seed ${seed})`, async () => {
  let granted = 0;
  const property = fc.asyncProperty(
    hostileName,
    hostileName,
    fc.array(hostileName, { maxLength: 3 }),
    fc.boolean(),
    async (role, login, others, listed) => {
      const catalogue = new Catalogue(
        [...new Set(listed ? [role, login, ...others] : others)].filter((name) => name !== ""),
      );
      const slot = { role, login, ids: {} };
      const refused = await add(catalogue, slot).then(
        () => null,
        (error: unknown) => error,
      );
      if (refused === null) granted += 1;
      else expect(refused).toBeInstanceOf(PermanentError);
      expect(catalogue.said.map(spoken)).toEqual(refused === null ? [["grant", role, login]] : []);
      await remove(catalogue, slot);
      expect(catalogue.members.size).toBe(0);
      for (const [, ...names] of catalogue.said.map(spoken))
        expect(catalogue.names).toEqual(expect.arrayContaining(names));
    },
  );
  await fc.assert(property, { seed, numRuns: 5_000 });
  expect(granted).toBeGreaterThan(100);
});

test("the grantor is named where the server keeps memberships per grantor, and only there", () => {
  const listed = { roleName: 'a"b', loginName: "c", perGrantor: true };
  expect(membership("grant", listed)).toBe('grant "a""b" to "c" granted by current_user');
  expect(membership("revoke", { ...listed, perGrantor: false })).toBe('revoke "a""b" from "c"');
});

test("a connection URL means one host, with TLS wherever a network is crossed", () => {
  expect(connectionUrl("postgres://sym:p%40ss%2F@db.example.com/orders?sslmode=disable")).toEqual({
    hostname: "db.example.com",
    port: 5432,
    database: "orders",
    username: "sym",
    password: "p@ss/",
    tls: true,
  });
  for (const host of ["127.0.0.1", "localhost", "[::1]", "abc123.hyperdrive.local"])
    expect(connectionUrl(`postgresql://sym@${host}:6000`)).toMatchObject({ tls: false, port: 6000, database: "sym" });
  for (const host of ["10.0.0.1", "localhost.example.com", "hyperdrive.local", "127.0.0.1.example.com"])
    expect(connectionUrl(`postgres://sym@${host}/x`).tls).toBe(true);
});

test.each([
  "",
  "db.example.com",
  "mysql://sym:planted@db/x",
  "postgres:///x",
  "postgres://sym:planted@a,b/x",
  "postgres://sym:planted%@db/x",
  "postgres://sym:planted%ff@db/x",
])("%j is refused as a connection URL, without a word of it", (secret) => {
  expect(() => connectionUrl(secret)).toThrow(PermanentError);
  expect(() => connectionUrl(secret)).not.toThrow(/planted|db\b.*x/);
});
