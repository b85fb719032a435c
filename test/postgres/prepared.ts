// A PostgreSQL server that was set up with the very SQL of a strategy's page in docs/targets, with one table that is worth reading.
import { readFileSync } from "node:fs";
import type postgres from "postgres";
import { type Admin, ident } from "../pure/strategies/postgres-world.ts";
import { type PostgresServer, startPostgres } from "./server.ts";

export interface Prepared {
  readonly server: PostgresServer;
  readonly root: postgres.Sql;
  readonly admin: Admin;
  /** What the strategy connects with. */
  readonly url: string;
  stop(): Promise<void>;
}

/** What stands on a strategy's page for whoever sets the server up. */
export const setUpOf = (strategy: string): string =>
  /```sql\n([\s\S]*?)```/.exec(
    readFileSync(new URL(`../../docs/targets/${strategy}.md`, import.meta.url), "utf8"),
  )?.[1] ?? "";

export async function preparedFor(strategy: string): Promise<Prepared> {
  const server = await startPostgres();
  const root = server.login("postgres", server.superPassword);
  await root.unsafe("create table orders (id int); insert into orders values (1), (2)");
  await root.unsafe(setUpOf(strategy));
  const admin: Admin = {
    port: server.port,
    credential: "sym:choose-a-long-one",
    query: async (text, parameters = []) => root.unsafe(text, [...parameters]),
    allow: async (role) => void (await root.unsafe(`grant ${ident(role)} to sym with admin option`)),
  };
  return {
    server,
    root,
    admin,
    url: `postgres://${admin.credential}@127.0.0.1:${server.port}/postgres`,
    async stop() {
      await root.end();
      await server.stop();
    },
  };
}
