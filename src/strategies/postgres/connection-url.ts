// What the connection URL of a PostgreSQL server means. The database is called like the user, unless the URL says otherwise.
import { type DatabaseUrl, databaseUrl } from "../database-url.ts";

export type ConnectionUrl = DatabaseUrl;

export function connectionUrl(secret: string): ConnectionUrl {
  const url = databaseUrl(secret, { protocols: ["postgres:", "postgresql:"], port: 5432 });
  return { ...url, database: url.database || url.username };
}
