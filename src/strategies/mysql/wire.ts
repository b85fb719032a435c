// What is taken of the driver. Imported at the first call to a server, never at a deployment's start.
import { createConnection as create, authPlugins as plugins } from "mysql2";

/** As much of a connection as is used. Its own type is built upon Node's, which this code does not know. */
export interface DriverConnection {
  on(event: "error", listener: (error: Error) => void): unknown;
  query(text: string, answered: (error: Error | null, rows: unknown) => void): unknown;
}

export const createConnection = create as unknown as (options: object) => DriverConnection;

/** Takes the word of whoever opened the connection that it is encrypted. */
export const overEncrypted = (): object => ({
  caching_sha2_password: plugins.caching_sha2_password({ overrideIsSecure: true }),
});
