// A PostgreSQL (PGlite behind its socket server) for the tests that run in workerd, started in Node before them. Never
// reached from anywhere but loopback.
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    readonly pglitePort: number;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const db = await PGlite.create();
  await db.exec(
    `create role orders_reader nologin; create role orders_writer nologin; create role "ana@example.com" login`,
  );
  const server = new PGLiteSocketServer({ db, port: 0, maxConnections: 4 });
  await server.start();
  project.provide("pglitePort", Number(server.getServerConn().split(":").at(-1)));
  return async () => {
    await server.stop();
    await db.close();
  };
}
