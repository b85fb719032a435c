// What a Target of the type `onelogin_role` must say: which role of which account, and as whom Sym calls. Never a secret, only its
// name.
import * as z from "zod";
import { checkElsewhere, elsewhere, limits, originAt, secretName } from "../settings.ts";

/** Ids are numbers, and go into paths. */
export const numericId = /^[1-9]\d{0,14}$/;

export const settings = z
  .strictObject({
    /** The account's own host: `example.onelogin.com`. */
    domain: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}\.onelogin\.com$/, "must be the account's host, such as example.onelogin.com"),
    /** The role's ID, which is not its name. */
    role: z.string().regex(numericId, "must be the ID of a role: digits"),
    clientId: z.string().regex(/^[A-Za-z0-9]{1,128}$/, "must be the client ID of an API credential"),
    /** Name of the Worker secret with the credential's client secret. */
    clientSecret: secretName,
    /** Another limit than what OneLogin lets the account do, in calls; shared by all Targets of the account. */
    limits,
    ...elsewhere,
  })
  .superRefine(checkElsewhere);

/** What a Flow says of a Target of this type. */
export type OneloginRoleSettings = z.input<typeof settings>;
export type Settings = z.output<typeof settings>;

export const accountOf = (given: Settings): string => originAt(given, given.domain);
