// Tests around one MariaDB server that was set up with the very SQL of a strategy's page in docs/targets, with one table that is worth
// reading.
import { readFileSync } from "node:fs";
import type { Connection } from "mysql2/promise";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { describeWith } from "../program.ts";
import { isInstalled, type Mariadb, MISSING, startMariadb } from "./mariadb.ts";

export interface OnMariadb {
  /** Of a running one, in a test. */
  readonly server: () => Mariadb;
  readonly root: () => Connection;
  /** A connection that goes with the test. */
  readonly signIn: (user: string, password: string) => Promise<Connection>;
  /** Said by the server's root now, and the second when the test is over. */
  readonly meanwhile: (text: string, after?: string) => Promise<void>;
}

/** What stands on a strategy's page for whoever sets the server up. */
export const setUpOf = (strategy: string): string =>
  /```sql\n([\s\S]*?)```/.exec(
    readFileSync(new URL(`../../docs/targets/${strategy}.md`, import.meta.url), "utf8"),
  )?.[1] ?? "";

export const SYM = "sym:choose-a-long-one";

/** On loopback Sym's login speaks plainly, and through a proxy; TLS has a test of its own. */
const PLAINLY = "alter user sym@'%' require none";

export function onMariadb(strategy: string, tests: (on: OnMariadb) => void): void {
  describeWith("MariaDB", isInstalled(), MISSING, () => {
    let running: Mariadb;
    beforeAll(async () => {
      running = await startMariadb();
      await running.root.query("create database shop; create table shop.orders (id int)");
      await running.root.query("insert into shop.orders values (1), (2)");
      await running.root.query(setUpOf(strategy));
      await running.root.query(PLAINLY);
    });
    afterAll(() => running?.stop());
    tests({
      server: () => running,
      root: () => running.root,
      async signIn(user, password) {
        const connection = await running.login(user, password);
        connection.on("error", () => undefined);
        onTestFinished(() => connection.destroy());
        return connection;
      },
      async meanwhile(text, after) {
        if (after !== undefined) onTestFinished(async () => void (await running.root.query(after)));
        await running.root.query(text);
      },
    });
  });
}

/** What a session gets to see, or the number of the server's refusal. */
export async function outcomeOf(connection: Connection, text: string): Promise<unknown> {
  try {
    const [rows] = await connection.query(text);
    return Array.isArray(rows) ? Object.values(rows[0] ?? {})[0] : "done";
  } catch (error) {
    const { errno, code } = error as { errno?: number; code?: string };
    return errno ?? code;
  }
}
