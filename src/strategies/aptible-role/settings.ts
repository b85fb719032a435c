// What a Target of the type `aptible_role` must say: which role of which organization, and as whom Sym signs in. Never a secret, only
// its name.
import * as z from "zod";
import { checkElsewhere, elsewhere, limits, originAt, secretName } from "../settings.ts";

const uuid = (of: string) =>
  z
    .string()
    .regex(/^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/, `must be the ID of the ${of}: 36 characters`);
/** Ids of people and memberships go into paths: nothing gets through that would mean something there. */
export const plainId = /^[A-Za-z0-9-]{1,64}$/;

export const settings = z
  .strictObject({
    organization: uuid("organization"),
    role: uuid("role"),
    /** The address of the user of Aptible that Sym is. */
    username: z.string().regex(/^[!-~]{1,100}@[a-z0-9.-]{1,100}$/, "must be the address of a user of Aptible"),
    /** Name of the Worker secret with this user's password. */
    password: secretName,
    /** How much of Aptible's API Sym may use, in calls; shared by all Targets of the organization. */
    limits,
    ...elsewhere,
  })
  .superRefine(checkElsewhere);

/** What a Flow says of a Target of this type. */
export type AptibleRoleSettings = z.input<typeof settings>;
export type Settings = z.output<typeof settings>;

export const authOf = (given: Settings): string => originAt(given, "auth.aptible.com");
