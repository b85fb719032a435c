// What Targets of both PostgreSQL strategies say. Roles that no Flow may ever hand out are refused here by name and, at the
// server, by what they can do.
import * as z from "zod";
import { isRoleName } from "./names.ts";

/** A name of one's own for a server, the same wherever the same server is meant: it tells one access from another. */
export const clusterName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.-]{0,62}$/, "must be a short name: small letters, digits, _ . and -");

/** A role, exactly as the server spells it. */
export const roleToGrant = z
  .string()
  .refine(isRoleName, "is not a name that a PostgreSQL role can have")
  .refine(
    (name) => !name.startsWith("pg_"),
    "is one of PostgreSQL's own roles; grant it to a role of yours and name that",
  );

export const emailDomain = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "must be a domain in small letters");
