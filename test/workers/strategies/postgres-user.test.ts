// The postgres_user strategy where it will live: in workerd, over `cloudflare:sockets` and with its own cryptography. What it
// does at a server is judged in Node (test/pure, test/postgres).
import { expect, inject, test } from "vitest";
import { PermanentError } from "../../../src/ports.ts";
import { postgresUser } from "../../../src/strategies/postgres-user/strategy.ts";
import { callerOf } from "../../contracts/strategy-world.ts";

const ana = { id: "ana T1/U1", label: "Ana" };
const orders = (host: string) =>
  callerOf({
    strategy: postgresUser(),
    settings: {
      cluster: "orders",
      url: "ORDERS_DB_URL",
      roles: ["orders_writer"],
      address: { host: "db.example.com", database: "orders" },
    },
    secrets: { ORDERS_DB_URL: `postgres://postgres:planted@${host}/postgres` },
  });

test("grants, makes a sign-in, reads back and revokes over a socket of workerd", async () => {
  const at = orders(`127.0.0.1:${inject("pglitePort")}`);
  expect((await at.inspect(ana)).level).toBeNull();
  await at.call("grant", ana, { until: Date.UTC(2035, 0, 1) });
  expect((await at.inspect(ana)).level).toBe("login");
  const lines = await at.credential(ana);
  expect(lines.find(({ label }) => label === "User")?.value).toMatch(/^sym_ana_[0-9a-f]{16}$/);
  expect(lines.find(({ label }) => label === "Password")?.value).toMatch(/^[A-Za-z0-9_-]{32}$/);
  await at.call("revoke", ana);
  await at.call("revoke", ana);
  expect((await at.inspect(ana)).level).toBeNull();
  await expect(at.credential(ana)).rejects.toThrow(PermanentError);
});

test("a port where nothing listens is trouble that passes, without effect", async () => {
  for (const work of [orders("127.0.0.1:9").call("revoke", ana), orders("127.0.0.1:9").credential(ana)])
    await expect(work).rejects.toMatchObject({ name: "TransientError", effect: "no" });
});
