// What a Flow says of a Target of type `postgres_user`: whom the login is a member of, and where people find the server.
import * as z from "zod";
import { roleToGrant } from "../postgres/settings.ts";
import { clusterName, emailDomain, limits, secretName } from "../settings.ts";

const unique = (names: readonly string[]): boolean => new Set(names).size === names.length;

export const settings = z.strictObject({
  /** A name of your own for the server, the same wherever the same server is meant: it tells one access from another. */
  cluster: clusterName,
  /** Name of the Worker secret (or Hyperdrive binding) with the connection URL of Sym's own login. */
  url: secretName,
  /** The roles that the login is a member of. Another choice of roles is another login. */
  roles: z.array(roleToGrant).min(1, "names no role").max(10).refine(unique, "names a role twice"),
  /** Where people reach the server: shown with the sign-in, and never taken from the secret. */
  address: z.strictObject({
    host: z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/, "must be a host name or an address"),
    port: z.int().min(1).max(65_535).default(5432),
    database: z.string().regex(/^[A-Za-z0-9_.-]{1,63}$/, "must be letters, digits, _ . and -"),
  }),
  /** How the name of every login begins. */
  prefix: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,15}$/, "must be at most 16 small letters, digits and _, a letter first")
    .refine((prefix) => !prefix.startsWith("pg_"), "begins like PostgreSQL's own roles")
    .default("sym_"),
  /** Only people with a confirmed address in this domain get a login. */
  emailDomain: emailDomain.optional(),
  /** Who owns what the person made once the access has ended. Left out: it stays theirs, and with it the login, disabled. */
  ownedBy: roleToGrant.optional(),
  /** What the server can take, shared by all Targets of the cluster. Each call is a connection. */
  limits,
});

/** What a Flow says of a Target of this type. */
export type PostgresUserSettings = z.input<typeof settings>;
export type UserTarget = z.output<typeof settings>;
