// What a Flow says of a Target of type `mysql_user`: which role the login has, and where people find the server.
import * as z from "zod";
import { host, roleToGrant } from "../mysql/settings.ts";
import { clusterName, emailDomain, limits, secretName } from "../settings.ts";

export const settings = z.strictObject({
  /** A name of your own for the server, the same wherever the same server is meant: it tells one access from another. */
  cluster: clusterName,
  /** Name of the Worker secret (or Hyperdrive binding) with the connection URL of Sym's own login. */
  url: secretName,
  /** The role that the login has. Another role is another login. */
  role: roleToGrant.refine(
    (role) => /^[A-Za-z0-9_.-]+$/.test(role),
    "must be letters, digits, _ . and -: people write it in a command line",
  ),
  /** Where people reach the server: shown with the sign-in, and never taken from the secret. */
  address: z.strictObject({
    host: z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/, "must be a host name or an address"),
    port: z.int().min(1).max(65_535).default(3306),
    database: z.string().regex(/^[A-Za-z0-9_.-]{1,63}$/, "must be letters, digits, _ . and -"),
  }),
  /** Where people may connect from, as the server spells it. */
  host,
  /** Must people's connections be encrypted? */
  requireTls: z.boolean().default(true),
  /** How the name of every login begins. */
  prefix: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,15}$/, "must be at most 16 small letters, digits and _, a letter first")
    .default("sym_"),
  /** Only people with a confirmed address in this domain get a login. */
  emailDomain: emailDomain.optional(),
  /** What the server can take, shared by all Targets of the cluster. Each call is a connection. */
  limits,
});

/** What a Flow says of a Target of this type. */
export type MysqlUserSettings = z.input<typeof settings>;
export type UserTarget = z.output<typeof settings>;
