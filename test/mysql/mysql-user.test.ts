// The mysql_user strategy against a real MariaDB server: judged by the suite of all strategies, by every packet failing in turn, and by
// what somebody can do who signs in with what they were shown.
import type { Connection } from "mysql2/promise";
import { createConnection } from "mysql2/promise";
import { expect, onTestFinished, test } from "vitest";
import type { CredentialLine } from "../../src/ports.ts";
import { mysqlUser } from "../../src/strategies/mysql-user/strategy.ts";
import { everyMessageFails } from "../contracts/every-message.ts";
import { strategyContract } from "../contracts/strategy.ts";
import { callerOf } from "../contracts/strategy-world.ts";
import { nodeConnect } from "../pure/strategies/node-sockets.ts";
import { FAULTS } from "./fault-proxy.ts";
import { onMariadb, outcomeOf, SYM } from "./on-mariadb.ts";
import { namesLike, userWorld } from "./user-world.ts";

const ana = { id: "ana T1/U1", label: "Ana" };
const ben = { id: "ben T1/U2", label: "Ben" };
const READS = "select count(*) from shop.orders";
const SETTINGS = {
  cluster: "shop",
  url: "SHOP_DB_URL",
  role: "orders_reader",
  address: { host: "127.0.0.1", database: "shop" },
};

onMariadb("mysql_user", ({ server, root, meanwhile }) => {
  strategyContract("mysql_user on a real server", {
    world: () => userWorld(server()),
    hostileNames: 100,
    badSettings: [
      { settings: { ...SETTINGS, role: "orders'; --" }, path: ["role"] },
      { settings: { ...SETTINGS, role: "root" }, path: ["role"] },
      { settings: { ...SETTINGS, prefix: "Sym" }, path: ["prefix"] },
      { settings: { ...SETTINGS, host: "%' or '" }, path: ["host"] },
      { settings: { ...SETTINGS, address: { host: "a b", database: "shop" } }, path: ["address", "host"] },
    ],
  });
  everyMessageFails("mysql_user", () => userWorld(server()), FAULTS);

  const orders = (more: object = {}) =>
    callerOf({
      strategy: mysqlUser(nodeConnect()),
      settings: { ...SETTINGS, ...more },
      secrets: { SHOP_DB_URL: `mysql://${SYM}@127.0.0.1:${server().port}` },
    });
  const shown = (lines: readonly CredentialLine[], label: string): string =>
    lines.find((line) => line.label === label)?.value ?? "";
  /** As a program of the person's own does it, encrypted. */
  const signIn = async (lines: readonly CredentialLine[], tls = true): Promise<Connection> => {
    const connection = await createConnection({
      host: "127.0.0.1",
      port: server().port,
      user: shown(lines, "User"),
      password: shown(lines, "Password"),
      ...(tls ? { ssl: { ca: server().ca, verifyIdentity: false } } : {}),
    });
    connection.on("error", () => undefined);
    onTestFinished(() => connection.destroy());
    await connection.query(shown(lines, "To say first, in a program of your own"));
    return connection;
  };
  const refusalOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => "signed in",
      (error: unknown) => (error as { errno?: number }).errno,
    );
  /** Ana has access, and whatever becomes of it is cleared away. */
  const withAccess = async (at = orders()): Promise<ReturnType<typeof orders>> => {
    onTestFinished(() => at.call("revoke", ana));
    await at.call("grant", ana);
    return at;
  };

  test("whoever has access signs in with what they were shown, reads what the role reads, and is put out at the end", async () => {
    const at = await withAccess();
    const lines = await at.credential(ana);
    const session = await signIn(lines);
    expect(await outcomeOf(session, READS)).toBe(2);
    expect(await outcomeOf(session, "insert into shop.orders values (3)")).toBe(1142);
    expect((await at.inspect(ana)).level).toBe("login");
    await at.call("revoke", ana);
    expect(await outcomeOf(session, READS)).not.toBe(2);
    expect(await refusalOf(signIn(lines))).toBe(1045);
    expect(await namesLike(root(), "sym_")).toEqual([]);
    expect(await namesLike(root(), "made_by_sym_")).toEqual([]);
    expect((await at.inspect(ana)).level).toBeNull();
    expect(await outcomeOf(root(), "select 1")).toBe(1);
  });

  test("nobody can sign in before a password was shown, and of two only the newer one works", async () => {
    const at = await withAccess();
    const [login = ""] = await namesLike(root(), "sym_ana_");
    for (const password of ["", login])
      expect(
        await refusalOf(
          signIn([
            { label: "User", value: login },
            { label: "Password", value: password },
          ]),
        ),
      ).toBe(1045);
    const [first, second] = [await at.credential(ana), await at.credential(ana)];
    expect(await refusalOf(signIn(first))).toBe(1045);
    expect(await outcomeOf(await signIn(second), READS)).toBe(2);
    // Granting it again, as the engine may at any time, locks nobody out.
    await at.call("grant", ana);
    expect(await outcomeOf(await signIn(second), READS)).toBe(2);
  });

  test("people's connections are encrypted, unless the Target says otherwise", async () => {
    const at = await withAccess();
    const lines = await at.credential(ana);
    expect(await refusalOf(signIn(lines, false))).toBe(1045);
    const plain = await withAccess(orders({ requireTls: false }));
    expect(await outcomeOf(await signIn(lines, false), READS)).toBe(2);
    expect(shown(await plain.credential(ana), "In a terminal, which then asks for the password")).not.toContain("ssl");
  });

  test("a password reaches the server only as what checks it, and its log does not have it", async () => {
    const at = await withAccess();
    await meanwhile("set global general_log = on", "set global general_log = off");
    const lines = await at.credential(ana);
    const said = await server().statements();
    expect(said).toContain(`${shown(lines, "User")}\`@\`%\` identified via mysql_native_password using '*`);
    expect(said).not.toContain(shown(lines, "Password"));
    expect(shown(lines, "Password")).toMatch(/^[A-Za-z0-9_-]{32}$/);
    expect(await outcomeOf(await signIn(lines), READS)).toBe(2);
  });

  test("a login that bears the name and not the mark is never touched: not given, not taken, not signed in to", async () => {
    const at = await withAccess();
    const [login = ""] = await namesLike(root(), "sym_ana_");
    await at.call("revoke", ana);
    await meanwhile(`create user \`${login}\`@'%' identified by 'their-own'`, `drop user \`${login}\`@'%'`);
    const session = await server().login(login, "their-own");
    onTestFinished(() => session.destroy());
    for (const work of [() => at.call("grant", ana), () => at.credential(ana)])
      await expect(work()).rejects.toMatchObject({ name: "PermanentError", class: "impossible" });
    await at.call("revoke", ana);
    expect(await outcomeOf(session, "select 1")).toBe(1);
    expect(await at.inspect(ana)).toMatchObject({
      level: null,
      inherited: "a login of this name that Sym did not make",
    });
  });

  test("a login of Sym's that was renamed is still ended, with its sessions, and is not given again", async () => {
    const at = await withAccess();
    const [login = ""] = await namesLike(root(), "sym_ana_");
    await root().query(`rename user \`${login}\`@'%' to hidden@'%'`);
    await root().query("alter user hidden@'%' identified by 'known' require none");
    const session = await server().login("hidden", "known");
    onTestFinished(() => session.destroy());
    session.on("error", () => undefined);
    expect((await at.inspect(ana)).level).toBe("login");
    for (const work of [() => at.call("grant", ana), () => at.credential(ana)])
      await expect(work()).rejects.toThrow("another name");
    await at.call("revoke", ana);
    expect(await outcomeOf(session, "select 1")).not.toBe(1);
    expect(await namesLike(root(), "hidden")).toEqual([]);
    expect((await at.inspect(ana)).level).toBeNull();
  });

  test("a login that somebody gave powers over the server gets no sign-in and no access, and is ended", async () => {
    const at = await withAccess();
    const [login = ""] = await namesLike(root(), "sym_ana_");
    await root().query(`grant create user on *.* to \`${login}\`@'%'`);
    for (const work of [() => at.call("grant", ana), () => at.credential(ana)])
      await expect(work()).rejects.toMatchObject({ name: "PermanentError", class: "impossible" });
    await at.call("revoke", ana);
    expect((await at.inspect(ana)).level).toBeNull();
  });

  test("sessions whose login is gone already count as access, and end", async () => {
    const at = await withAccess();
    const session = await signIn(await at.credential(ana));
    const [login = ""] = await namesLike(root(), "sym_ana_");
    await root().query(`drop user \`${login}\`@'%'`);
    expect(await outcomeOf(session, READS)).toBe(2);
    expect((await at.inspect(ana)).level).toBe("login");
    await at.call("revoke", ana);
    expect(await outcomeOf(session, READS)).not.toBe(2);
    expect((await at.inspect(ana)).level).toBeNull();
  });

  test("sessions of others go on, also of somebody else with a login of Sym's", async () => {
    const at = await withAccess();
    onTestFinished(() => at.call("revoke", ben));
    await at.call("grant", ben);
    const bens = await signIn(await at.credential(ben));
    await signIn(await at.credential(ana));
    await at.call("revoke", ana);
    expect(await outcomeOf(bens, READS)).toBe(2);
  });

  test("whoever has the login can take neither the mark off nor the lock, and not all connections of the server", async () => {
    const at = await withAccess();
    const lines = await at.credential(ana);
    const session = await signIn(lines);
    const [login, mark] = [shown(lines, "User"), (await namesLike(root(), "made_by_sym_"))[0] ?? ""];
    expect(mark).not.toBe("");
    for (const text of [
      `revoke \`${mark}\` from \`${login}\`@'%'`,
      `grant \`${mark}\` to sym@'%'`,
      `grant orders_reader to sym@'%'`,
      `alter user \`${login}\`@'%' account unlock`,
      `alter user \`${login}\`@'%' with max_user_connections 0`,
      `drop role \`${mark}\``,
    ])
      expect(await outcomeOf(session, text), text).toEqual(expect.any(Number));
    const many = await Promise.all(Array.from({ length: 25 }, () => refusalOf(signIn(lines))));
    expect(many).toContain(1226);
    // A password of their own changes nothing about the end.
    await session.query("set password = password('my-own')");
    await at.call("revoke", ana);
    expect((await at.inspect(ana)).level).toBeNull();
    expect(await namesLike(root(), login)).toEqual([]);
  });

  test("a mark that was left over keeps nobody out, and whoever made it is not taken for its login", async () => {
    const at = await withAccess();
    const [mark = ""] = await namesLike(root(), "made_by_sym_");
    await at.call("revoke", ana);
    await root().query(`create role \`${mark}\` with admin root@localhost`);
    expect((await at.inspect(ana)).level).toBeNull();
    await at.call("revoke", ana);
    await root().query(`create role \`${mark}\` with admin root@localhost`);
    await at.call("grant", ana);
    expect((await at.inspect(ana)).level).toBe("login");
    expect(await namesLike(root(), "root")).not.toEqual([]);
  });

  test("a role with powers over the server gets no login", async () => {
    await meanwhile(
      "create role strong; grant super on *.* to strong; grant strong to sym@'%' with admin option",
      "drop role strong",
    );
    await expect(orders({ role: "strong" }).call("grant", ana)).rejects.toMatchObject({ class: "impossible" });
    expect(await namesLike(root(), "sym_")).toEqual([]);
  });

  test("a right that Sym's login lacks is named, by the check and by a grant", async () => {
    const context = {
      secret: () => `mysql://${SYM}@127.0.0.1:${server().port}`,
      fetch: () => Promise.reject(new Error("no HTTP")),
      signal: new AbortController().signal,
      now: () => 0,
    };
    const check = async (): Promise<void> => mysqlUser(nodeConnect()).check?.(SETTINGS, context);
    await check();
    await meanwhile("revoke create user on *.* from sym@'%'", "grant create user on *.* to sym@'%'");
    await expect(check()).rejects.toThrow("CREATE USER");
    await expect(orders().call("grant", ana)).rejects.toMatchObject({
      class: "auth",
      message: expect.stringContaining("CREATE USER"),
    });
    await meanwhile("revoke process on *.* from sym@'%'", "grant process on *.* to sym@'%'");
    await expect(check()).rejects.toThrow("PROCESS");
  });
});
