// What a Target of the type `cloudflare_access_group` must say: which group of which account, and with which token Sym calls. Never
// a secret, only its name.
import * as z from "zod";
import { checkElsewhere, elsewhere, originAt, secretName } from "../settings.ts";

export const settings = z
  .strictObject({
    /** The account's ID, as the dashboard's address has it. */
    account: z.string().regex(/^[0-9a-f]{32}$/, "must be the ID of the account: 32 characters, in lower case"),
    group: z
      .string()
      .regex(
        /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
        "must be the ID of the group: 36 characters, in lower case",
      ),
    /** Name of the Worker secret with an API token of the account. */
    token: secretName,
    /** Ends the person's sessions at every application behind Access with the access, since Access asks its rules at sign-in alone. */
    endSessions: z.boolean().default(false),
    /** Another pace than the one that Cloudflare publishes, in calls; shared by all Targets of the account, one at a time. */
    limits: z.strictObject({ perSecond: z.number().min(0.01).max(1_000) }).optional(),
    ...elsewhere,
  })
  .superRefine(checkElsewhere);

/** What a Flow says of a Target of this type. */
export type CloudflareAccessGroupSettings = z.input<typeof settings>;
export type Settings = z.output<typeof settings>;

export const accessOf = (given: Settings): string =>
  `${originAt(given, "api.cloudflare.com")}/client/v4/accounts/${given.account}/access`;
