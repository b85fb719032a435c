// The postgres_user strategy against PostgreSQL 18 in this process (PGlite behind its socket server): the suite of all
// strategies, names, marks, and what may never be handed out. No sign-ins: see test/postgres.
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { afterAll, beforeAll } from "vitest";
import { strategyContract } from "../../contracts/strategy.ts";
import { postgresUserWorld } from "./postgres-user-world.ts";
import type { Admin } from "./postgres-world.ts";

let db: PGlite;
let server: PGLiteSocketServer;
let admin: Admin;

beforeAll(async () => {
  db = await PGlite.create();
  server = new PGLiteSocketServer({ db, port: 0, maxConnections: 4 });
  await server.start();
  admin = {
    port: Number(server.getServerConn().split(":").at(-1)),
    credential: "postgres:planted-Pa55%2Fword",
    query: async (text, parameters = []) => (await db.query<Record<string, unknown>>(text, [...parameters])).rows,
    allow: async () => undefined,
  };
}, 60_000);

afterAll(async () => {
  await server.stop();
  await db.close();
});

const good = {
  cluster: "orders",
  url: "ORDERS_DB_URL",
  roles: ["orders_reader"],
  address: { host: "db.example.com", database: "orders" },
};

strategyContract("postgres_user on PGlite", {
  world: () => postgresUserWorld(admin),
  hostileNames: 100,
  badSettings: [
    { settings: { ...good, cluster: "Orders DB" }, path: ["cluster"] },
    { settings: { ...good, url: "postgres://sym:secret@db.example.com/orders" }, path: ["url"] },
    { settings: { ...good, roles: [] }, path: ["roles"] },
    { settings: { ...good, roles: ["a", "a"] }, path: ["roles"] },
    { settings: { ...good, roles: ["pg_read_all_data"] }, path: ["roles", 0] },
    { settings: { ...good, roles: ["a\u0000b"] }, path: ["roles", 0] },
    { settings: { ...good, address: { host: "db' x", database: "orders" } }, path: ["address", "host"] },
    { settings: { ...good, address: { host: "db", database: "orders'" } }, path: ["address", "database"] },
    { settings: { ...good, prefix: "Sym-" }, path: ["prefix"] },
    { settings: { ...good, prefix: "pg_" }, path: ["prefix"] },
    { settings: { ...good, ownedBy: "pg_monitor" }, path: ["ownedBy"] },
    { settings: { ...good, password: "x" }, path: [] },
  ],
});
