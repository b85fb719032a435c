// What Targets at MySQL and MariaDB say of roles and of where people connect from.
import * as z from "zod";
import { isName } from "./names.ts";

/** Words that are no role of anybody's, and the server's own accounts. */
const RESERVED = /^(?:public|none|all|default|current_user|current_role|root|mysql\..*|mariadb\..*)$/i;

/** A role, exactly as the server spells it. */
export const roleToGrant = z
  .string()
  .refine(isName, "is not a name that a role can have")
  .refine(
    (name) => !RESERVED.test(name),
    "is a word or an account of the server's own; make a role of yours and name that",
  );

/** Where sessions of an account may come from. */
export const host = z
  .string()
  .regex(
    /^[a-z0-9%_.:/-]{1,60}$/,
    "must be the host of people's accounts as the server spells it, in small letters, such as %",
  )
  .default("%");
