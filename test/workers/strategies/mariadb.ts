// A MariaDB server for the tests that run in workerd, started in Node before them where it is installed, with one role and one account
// in it. Never reached from anywhere but loopback.
import type { TestProject } from "vitest/node";
import { isInstalled, startMariadb } from "../../mysql/mariadb.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Null where Debian's mariadb-server is not installed. */
    readonly mariadbPort: number | null;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!isInstalled()) {
    project.provide("mariadbPort", null);
    return async () => undefined;
  }
  const server = await startMariadb();
  await server.root.query("create role orders_reader; create user `ana@example.com`@'%'");
  await server.root.query(
    "create user sym@'%' identified by 'planted'; grant all on *.* to sym@'%' with grant option; grant orders_reader to sym@'%' with admin option",
  );
  project.provide("mariadbPort", server.port);
  return () => server.stop();
}
