// The mysql_role strategy where it will live: in workerd, over `cloudflare:sockets` and with the driver as workerd runs it. What it does
// at a server is judged in Node (test/mysql); here it is that the same code connects, signs in, changes, reads, and lets go, and trusts no
// certificate of a stranger's.
import { connect } from "cloudflare:sockets";
import { describe, expect, inject, test } from "vitest";
import { TransientError } from "../../../src/ports.ts";
import type { Connect } from "../../../src/strategies/driver-socket.ts";
import { mysqlRole } from "../../../src/strategies/mysql-role/strategy.ts";
import { callerOf } from "../../contracts/strategy-world.ts";

const ana = { id: "ana@example.com", label: "Ana" };
const ordersAt = (host: string, through?: Connect) =>
  callerOf({
    strategy: mysqlRole(through),
    settings: { cluster: "shop", url: "SHOP_DB_URL", role: "orders_reader" },
    secrets: { SHOP_DB_URL: `mysql://sym:planted@${host}` },
  });

const port = inject("mariadbPort");

describe.skipIf(port === null)(port === null ? "skipped: no MariaDB (Debian: mariadb-server)" : "MariaDB", () => {
  test("grants, reads back and revokes over a socket of workerd", async () => {
    const at = ordersAt(`127.0.0.1:${port}`);
    expect((await at.inspect(ana)).level).toBeNull();
    await at.call("grant", ana);
    expect((await at.inspect(ana)).level).toBe("member");
    await at.call("revoke", ana);
    await at.call("revoke", ana);
    expect((await at.inspect(ana)).level).toBeNull();
  });

  test("every connection is closed when its call is over, also one that is let go of", async () => {
    const closed: Promise<void>[] = [];
    const at = ordersAt(`127.0.0.1:${port}`, (address, options) => {
      const socket = connect(address, options);
      closed.push(socket.closed);
      return socket;
    });
    await at.inspect(ana);
    const clock = new AbortController();
    const pending = at.inspect(ana, { signal: clock.signal });
    clock.abort();
    await expect(pending).rejects.toThrow(TransientError);
    await expect(at.call("grant", { id: "nobody", label: "" })).rejects.toThrow("does not exist");
    await Promise.allSettled(closed);
    expect(closed.length).toBeGreaterThanOrEqual(2);
  });

  test("TLS is asked for before the first word, and a certificate that no public authority vouches for is not trusted", async () => {
    const upgraded: boolean[] = [];
    const at = ordersAt(`localhost.example.com:${port}`, (_, options) => {
      const socket = connect({ hostname: "127.0.0.1", port: Number(port) }, options);
      const startTls = socket.startTls.bind(socket);
      return Object.assign(socket, {
        startTls: () => {
          upgraded.push(true);
          return startTls();
        },
      });
    });
    await expect(at.call("grant", ana)).rejects.toMatchObject({ name: "TransientError", effect: "no" });
    expect(upgraded).toEqual([true]);
    expect((await ordersAt(`127.0.0.1:${port}`).inspect(ana)).level).toBeNull();
  });
});

test("a port where nothing listens is trouble that passes, without effect", async () => {
  await expect(ordersAt("127.0.0.1:9").call("revoke", ana)).rejects.toMatchObject({
    name: "TransientError",
    effect: "no",
  });
});
