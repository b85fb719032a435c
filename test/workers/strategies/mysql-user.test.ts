// The mysql_user strategy where it will live: in workerd, over `cloudflare:sockets` and with its own cryptography. What it does at a
// server is judged in Node (test/mysql).
import { describe, expect, inject, test } from "vitest";
import { PermanentError } from "../../../src/ports.ts";
import { mysqlUser } from "../../../src/strategies/mysql-user/strategy.ts";
import { callerOf } from "../../contracts/strategy-world.ts";

const ana = { id: "ana T1/U1", label: "Ana" };
const ordersAt = (host: string) =>
  callerOf({
    strategy: mysqlUser(),
    settings: {
      cluster: "shop",
      url: "SHOP_DB_URL",
      role: "orders_reader",
      address: { host: "db.example.com", database: "shop" },
    },
    secrets: { SHOP_DB_URL: `mysql://sym:planted@${host}` },
  });

const port = inject("mariadbPort");

describe.skipIf(port === null)(port === null ? "skipped: no MariaDB (Debian: mariadb-server)" : "MariaDB", () => {
  test("grants, makes a sign-in, reads back and revokes over a socket of workerd", async () => {
    const at = ordersAt(`127.0.0.1:${port}`);
    expect((await at.inspect(ana)).level).toBeNull();
    await at.call("grant", ana);
    expect((await at.inspect(ana)).level).toBe("login");
    const lines = await at.credential(ana);
    expect(lines.find(({ label }) => label === "User")?.value).toMatch(/^sym_ana_[0-9a-f]{16}$/);
    expect(lines.find(({ label }) => label === "Password")?.value).toMatch(/^[A-Za-z0-9_-]{32}$/);
    await at.call("revoke", ana);
    await at.call("revoke", ana);
    expect((await at.inspect(ana)).level).toBeNull();
    await expect(at.credential(ana)).rejects.toThrow(PermanentError);
  });
});

test("a port where nothing listens is trouble that passes, without effect", async () => {
  for (const work of [ordersAt("127.0.0.1:9").call("revoke", ana), ordersAt("127.0.0.1:9").credential(ana)])
    await expect(work).rejects.toMatchObject({ name: "TransientError", effect: "no" });
});
