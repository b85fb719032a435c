// The postgres_role strategy where it will live: in workerd, over `cloudflare:sockets`. What it does at a server is judged
// in Node (test/pure, test/postgres); here it is that the same code connects, changes, reads, and lets go.
import { connect } from "cloudflare:sockets";
import { expect, inject, test } from "vitest";
import { TransientError } from "../../../src/ports.ts";
import type { Connect } from "../../../src/strategies/driver-socket.ts";
import { postgresRole } from "../../../src/strategies/postgres-role/strategy.ts";
import { callerOf } from "../../contracts/strategy-world.ts";

const ana = { id: "ana@example.com", label: "Ana" };
const ordersAt = (host: string, through?: Connect) =>
  callerOf({
    strategy: postgresRole(through),
    settings: { cluster: "orders", url: "ORDERS_DB_URL", role: "orders_reader" },
    secrets: { ORDERS_DB_URL: `postgres://postgres:planted@${host}/postgres` },
  });

test("grants, reads back and revokes over a socket of workerd", async () => {
  const at = ordersAt(`127.0.0.1:${inject("pglitePort")}`);
  expect(await at.inspect(ana)).toMatchObject({ level: null, ids: { role: expect.stringMatching(/^\d+$/) } });
  await at.call("grant", ana);
  expect((await at.inspect(ana)).level).toBe("member");
  await at.call("revoke", ana);
  await at.call("revoke", ana);
  expect((await at.inspect(ana)).level).toBeNull();
});

test("every connection is closed when its call is over, also one that is let go of", async () => {
  const closed: Promise<void>[] = [];
  const watched: Connect = (address, options) => {
    const socket = connect(address, options);
    closed.push(socket.closed);
    return socket;
  };
  const at = ordersAt(`127.0.0.1:${inject("pglitePort")}`, watched);
  await at.inspect(ana);
  const clock = new AbortController();
  const pending = at.inspect(ana, { signal: clock.signal });
  clock.abort();
  await expect(pending).rejects.toThrow(TransientError);
  await expect(at.call("grant", { id: "nobody", label: "" })).rejects.toThrow("does not exist");
  await Promise.allSettled(closed);
  expect(closed.length).toBeGreaterThanOrEqual(2);
});

test("a port where nothing listens is trouble that passes, without effect", async () => {
  await expect(ordersAt("127.0.0.1:9").call("revoke", ana)).rejects.toMatchObject({
    name: "TransientError",
    effect: "no",
  });
});
