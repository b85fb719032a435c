// The postgres_user strategy against a real PostgreSQL server: set up with the very SQL of its page in docs/targets, judged by
// the suite of all strategies and by what somebody who signs in can and cannot do.
import { readFileSync } from "node:fs";
import type postgres from "postgres";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { PermanentError } from "../../src/ports.ts";
import { postgresUser } from "../../src/strategies/postgres-user/strategy.ts";
import { strategyContract } from "../contracts/strategy.ts";
import { callerOf } from "../contracts/strategy-world.ts";
import { nodeConnect } from "../pure/strategies/node-sockets.ts";
import { postgresUserWorld } from "../pure/strategies/postgres-user-world.ts";
import { type Admin, ident } from "../pure/strategies/postgres-world.ts";
import { type PostgresServer, startPostgres } from "./server.ts";

let server: PostgresServer;
let root: postgres.Sql;
let admin: Admin;

const page = readFileSync(new URL("../../docs/targets/postgres_user.md", import.meta.url), "utf8");
const setUp = /```sql\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
const ana = { id: "ana T1/U1", label: "Ana" };
const login = "sym_ana_0123456789abcdef";

beforeAll(async () => {
  server = await startPostgres();
  root = server.login("postgres", server.superPassword);
  await root.unsafe("create table orders (id int); insert into orders values (1), (2)");
  await root.unsafe(setUp);
  admin = {
    port: server.port,
    credential: "sym:choose-a-long-one",
    query: async (text, parameters = []) => root.unsafe(text, [...parameters]),
    allow: async (role) => void (await root.unsafe(`grant ${ident(role)} to sym with admin option`)),
  };
});

afterAll(async () => {
  await root?.end();
  await server?.stop();
});

strategyContract("postgres_user on a real server", {
  world: () => postgresUserWorld(admin),
  hostileNames: 100,
  badSettings: [],
});
