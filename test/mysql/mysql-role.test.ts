// The mysql_role strategy against a real MariaDB server, with accounts and passwords: judged by the suite of all strategies, by every
// packet failing in turn, and by what a person's own account can and cannot read.
import { expect, onTestFinished, test } from "vitest";
import { PermanentError } from "../../src/ports.ts";
import { mysqlRole } from "../../src/strategies/mysql-role/strategy.ts";
import { everyMessageFails } from "../contracts/every-message.ts";
import { strategyContract } from "../contracts/strategy.ts";
import { callerOf } from "../contracts/strategy-world.ts";
import { nodeConnect } from "../pure/strategies/node-sockets.ts";
import { FAULTS } from "./fault-proxy.ts";
import { HOST } from "./mariadb.ts";
import { onMariadb, outcomeOf, SYM } from "./on-mariadb.ts";
import { memberOf, roleWorld } from "./role-world.ts";

const ana = { id: "ana@example.com", label: "Ana" };
const ANA = "`ana@example.com`@'%'";
const READS = "select count(*) from shop.orders";

onMariadb("mysql_role", ({ server, root, signIn, meanwhile }) => {
  strategyContract("mysql_role on a real server", {
    world: () => roleWorld(server()),
    hostileNames: 300,
    badSettings: [
      { settings: { cluster: "shop", url: "SHOP_DB_URL", role: "" }, path: ["role"] },
      { settings: { cluster: "shop", url: "SHOP_DB_URL", role: "PUBLIC" }, path: ["role"] },
      { settings: { cluster: "shop", url: "SHOP_DB_URL", role: "orders " }, path: ["role"] },
      { settings: { cluster: "shop", url: "mysql://x", role: "orders" }, path: ["url"] },
      { settings: { cluster: "shop", url: "SHOP_DB_URL", role: "orders", host: "%'" }, path: ["host"] },
      {
        settings: { cluster: "shop", url: "SHOP_DB_URL", role: "orders", account: "email_local_part" },
        path: ["emailDomain"],
      },
    ],
  });
  everyMessageFails("mysql_role", () => roleWorld(server()), FAULTS);

  const orders = (more: object = {}, options: Parameters<typeof nodeConnect>[0] = {}, url?: string) =>
    callerOf({
      strategy: mysqlRole(nodeConnect(options)),
      settings: { cluster: "shop", url: "SHOP_DB_URL", role: "orders_reader", ...more },
      secrets: { SHOP_DB_URL: url ?? `mysql://${SYM}@127.0.0.1:${server().port}` },
    });
  const isMember = (): Promise<string | null> => memberOf(root(), "orders_reader", ana.id);
  /** Ana's account, for one test. */
  const withAna = (): Promise<void> =>
    meanwhile(`create user ${ANA} identified by 'anas-own'`, `drop user if exists ${ANA}`);

  test("a person's own account is refused before, reads the table while access is held, and is refused after", async () => {
    await withAna();
    const at = orders();
    const reads = async (): Promise<unknown> => {
      const session = await signIn(ana.id, "anas-own");
      await outcomeOf(session, "set role orders_reader");
      return outcomeOf(session, READS);
    };
    expect(await reads()).toBe(1142);
    await at.call("grant", ana);
    expect(await reads()).toBe(2);
    expect((await at.inspect(ana)).level).toBe("member");
    await at.call("revoke", ana);
    expect(await reads()).toBe(1142);
    expect((await at.inspect(ana)).level).toBeNull();
  });

  test("the role as the default role of an account works from the next grant on, and keeps nobody out in between", async () => {
    await withAna();
    await meanwhile(
      `grant orders_reader to ${ANA}; set default role orders_reader for ${ANA}; revoke orders_reader from ${ANA}`,
    );
    const reads = async (): Promise<unknown> => outcomeOf(await signIn(ana.id, "anas-own"), READS);
    const at = orders();
    expect(await reads()).toBe(1142);
    await at.call("grant", ana);
    expect(await reads()).toBe(2);
    await at.call("revoke", ana);
    expect(await reads()).toBe(1142);
  });

  test("open sessions end with the access, and only those of that person", async () => {
    await withAna();
    await meanwhile("create user ben@'%' identified by 'bens-own'", "drop user ben@'%'");
    const at = orders();
    await at.call("grant", ana);
    const [first, second, bens] = [
      await signIn(ana.id, "anas-own"),
      await signIn(ana.id, "anas-own"),
      await signIn("ben", "bens-own"),
    ];
    await first.query("set role orders_reader");
    await at.call("revoke", ana);
    expect(await outcomeOf(first, READS)).not.toBe(2);
    expect(await outcomeOf(second, "select 1")).not.toBe(1);
    expect(await outcomeOf(bens, "select 1")).toBe(1);
    expect(await outcomeOf(root(), "select 1")).toBe(1);
    const [left] = await root().query("select id from information_schema.processlist where user = 'ana@example.com'");
    expect(left).toEqual([]);
  });

  test("where the Target says so, sessions go on, and one that has set the role keeps it: the card says so", async () => {
    await withAna();
    const at = orders({ endSessions: false });
    await at.call("grant", ana);
    const session = await signIn(ana.id, "anas-own");
    await session.query("set role orders_reader");
    await at.call("revoke", ana);
    expect(await outcomeOf(session, READS)).toBe(2);
    const settings = { cluster: "shop", url: "SHOP_DB_URL", role: "orders_reader" };
    expect(mysqlRole().outlives({ ...settings, endSessions: false })).toContain("until it ends");
    expect(mysqlRole().outlives(settings)).toBeNull();
  });

  test("an end that was cut off before it ended the sessions ends them when it is tried again", async () => {
    await withAna();
    await orders({ endSessions: false }).call("grant", ana);
    const session = await signIn(ana.id, "anas-own");
    await session.query("set role orders_reader");
    await orders({ endSessions: false }).call("revoke", ana);
    await orders().call("revoke", ana);
    expect(await outcomeOf(session, READS)).not.toBe(2);
  });

  test("a role through another role is inherited: it outlives an end, and so do the sessions", async () => {
    await withAna();
    await meanwhile(`create role team; grant orders_reader to team; grant team to ${ANA}`, "drop role team");
    const at = orders();
    expect(await at.inspect(ana)).toMatchObject({ level: null, inherited: "through another role" });
    await at.call("grant", ana);
    expect(await at.inspect(ana)).toMatchObject({ level: "member", inherited: "through another role" });
    const session = await signIn(ana.id, "anas-own");
    await at.call("revoke", ana);
    expect(await outcomeOf(session, "select 1")).toBe(1);
    expect(await at.inspect(ana)).toMatchObject({ level: null, inherited: "through another role" });
  });

  test("an account that may change everybody's rights has them anyway", async () => {
    await withAna();
    await meanwhile(`grant create user on *.* to ${ANA}`);
    expect(await orders().inspect(ana)).toMatchObject({ level: null, inherited: "may change everybody's rights" });
  });

  test("membership from before is seen, with the right to hand it on too, and granting it again changes nothing", async () => {
    await withAna();
    await meanwhile(`grant orders_reader to ${ANA} with admin option`);
    const at = orders();
    expect(await at.inspect(ana)).toMatchObject({ level: "member", inherited: null });
    await at.call("grant", ana);
    const [rows] = await root().query(
      "select Admin_option as admin from mysql.roles_mapping where User = 'ana@example.com'",
    );
    expect(rows).toEqual([{ admin: "Y" }]);
    await at.call("revoke", ana);
    expect(await isMember()).toBeNull();
  });

  test("an account of the same name from elsewhere is another's: neither its rights nor its sessions change", async () => {
    await meanwhile(
      "create user `ana@example.com`@'127.0.0.1' identified by 'elsewhere'",
      "drop user `ana@example.com`@'127.0.0.1'",
    );
    const at = orders();
    const session = await signIn(ana.id, "elsewhere");
    await expect(at.call("grant", ana)).rejects.toThrow("account does not exist");
    await at.call("revoke", ana);
    expect(await outcomeOf(session, "select 1")).toBe(1);
    const there = orders({ host: "127.0.0.1" });
    await there.call("grant", ana);
    expect((await there.inspect(ana)).level).toBe("member");
    expect((await at.inspect(ana)).level).toBeNull();
    await there.call("revoke", ana);
    expect(await outcomeOf(session, "select 1")).not.toBe(1);
  });

  test("sessions that outlive their account end all the same", async () => {
    await withAna();
    const at = orders();
    await at.call("grant", ana);
    const session = await signIn(ana.id, "anas-own");
    await session.query("set role orders_reader");
    await root().query(`drop user ${ANA}`);
    expect(await outcomeOf(session, READS)).toBe(2);
    await at.call("revoke", ana);
    expect(await outcomeOf(session, READS)).not.toBe(2);
  });

  test.for([
    ["a right over accounts", "grant create user on *.* to strong"],
    ["a right to write everywhere", "grant update on *.* to strong"],
    ["a right to hand on everything", "grant select on *.* to strong with grant option"],
    ["the server's own database", "grant insert on mysql.* to strong"],
    ["a database pattern that fits the server's own", "grant insert on `my%`.* to strong"],
    ["a table of the server's own", "grant update on mysql.global_priv to strong"],
    ["a role with one of these", "create role stronger; grant super on *.* to stronger; grant stronger to strong"],
  ] as const)("a role with %s is never handed out, and is taken away all the same", async ([, right]) => {
    await withAna();
    await meanwhile(
      "create role strong; grant strong to sym@'%' with admin option",
      "drop role strong; drop role if exists stronger",
    );
    const at = orders({ role: "strong" });
    await at.call("grant", ana);
    await root().query(right);
    await expect(at.call("grant", { id: "sym", label: "" })).rejects.toMatchObject({
      name: "PermanentError",
      class: "impossible",
    });
    await at.call("revoke", ana);
    await expect(at.call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", class: "impossible" });
    expect(await memberOf(root(), "strong", ana.id)).toBeNull();
  });

  test("a role that reads everything is a role like others", async () => {
    await withAna();
    await meanwhile(
      "create role auditors; grant select, show databases on *.* to auditors; grant auditors to sym@'%' with admin option",
      "drop role auditors",
    );
    await orders({ role: "auditors" }).call("grant", ana);
    expect(await memberOf(root(), "auditors", ana.id)).toBe("member");
  });

  test("Sym's own login is no person, and a role is none", async () => {
    await expect(orders().call("grant", { id: "sym", label: "" })).rejects.toThrow("Sym's own login");
    await expect(orders({ host: "%" }).call("grant", { id: "orders_reader", label: "" })).rejects.toThrow(
      "account does not exist",
    );
  });

  test("what Sym's login may not do is told by the check, and refused for good", async () => {
    await withAna();
    const check = (at: object): Promise<void> => {
      const settings = { cluster: "shop", url: "SHOP_DB_URL", role: "orders_reader", ...at };
      const context = {
        secret: () => `mysql://${SYM}@127.0.0.1:${server().port}`,
        fetch: () => Promise.reject(new Error("no HTTP")),
        signal: new AbortController().signal,
        now: () => 0,
      };
      return mysqlRole(nodeConnect()).check?.(settings, context) ?? Promise.reject(new Error("no check"));
    };
    await check({});
    await meanwhile("create role payroll", "drop role payroll");
    await expect(check({ role: "payroll" })).rejects.toThrow("ADMIN OPTION");
    await expect(orders({ role: "payroll" }).call("grant", ana)).rejects.toMatchObject({
      class: "auth",
      message: expect.stringContaining("ADMIN OPTION"),
    });
    await expect(check({ role: "nowhere" })).rejects.toThrow("does not exist");
    await meanwhile("revoke connection admin on *.* from sym@'%'", "grant connection admin on *.* to sym@'%'");
    await expect(check({})).rejects.toThrow("cannot end sessions");
    await check({ endSessions: false });
    await orders().call("grant", ana);
    const session = await signIn(ana.id, "anas-own");
    await expect(orders().call("revoke", ana)).rejects.toMatchObject({ name: "TransientError", effect: "unknown" });
    expect(await isMember()).toBeNull();
    expect(await outcomeOf(session, "select 1")).toBe(1);
  });

  test("a wrong password is refused for good", async () => {
    const thrown = await orders({}, {}, `mysql://sym:wrong-canary@127.0.0.1:${server().port}`)
      .call("grant", ana)
      .catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(PermanentError);
    expect(String(thrown)).toContain("refused Sym's login");
    expect(String(thrown)).not.toContain("canary");
  });

  test("over a network the connection is encrypted, and only a certificate that is vouched for is trusted", async () => {
    await withAna();
    await meanwhile("alter user sym@'%' require ssl", "alter user sym@'%' require none");
    const url = `mysql://${SYM}@${HOST}:${server().port}`;
    const reach = "127.0.0.1";
    const { ca } = server();
    await expect(orders().call("grant", ana)).rejects.toThrow("refused Sym's login");
    await orders({}, { reach, ca }, url).call("grant", ana);
    expect(await isMember()).toBe("member");
    for (const at of [orders({}, { reach }, url), orders({}, { reach, ca }, url.replace("db.", "other."))])
      await expect(at.call("revoke", ana)).rejects.toMatchObject({ name: "TransientError", effect: "no" });
    expect(await isMember()).toBe("member");
    await orders({}, { reach, ca }, url).call("revoke", ana);
    expect(await isMember()).toBeNull();
  });

  test("a statement that waits for another's lock gives up within its limit, and is not done", async () => {
    await withAna();
    const blocker = await signIn("root", "");
    onTestFinished(async () => void (await blocker.query("unlock tables")));
    await blocker.query("lock tables mysql.roles_mapping read");
    await expect(orders().call("grant", ana)).rejects.toMatchObject({ name: "TransientError" });
    await blocker.query("unlock tables");
    expect(await isMember()).toBeNull();
  });
});
