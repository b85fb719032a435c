// What the connection URL of a MySQL or MariaDB server means. The database in it is not used: accounts and roles belong to the
// whole server.
import { type DatabaseUrl, databaseUrl } from "../database-url.ts";

export const connectionUrl = (secret: string): DatabaseUrl =>
  databaseUrl(secret, { protocols: ["mysql:", "mariadb:"], port: 3306 });
