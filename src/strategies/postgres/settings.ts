// Which roles Targets of both PostgreSQL strategies may name. Roles that no Flow may ever hand out are refused here by name and, at the
// server, by what they can do.
import * as z from "zod";
import { isRoleName } from "./names.ts";

/** A role, exactly as the server spells it. */
export const roleToGrant = z
  .string()
  .refine(isRoleName, "is not a name that a PostgreSQL role can have")
  .refine(
    (name) => !name.startsWith("pg_"),
    "is one of PostgreSQL's own roles; grant it to a role of yours and name that",
  );
