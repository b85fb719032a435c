// What a Target of the type `tailscale_group` must say: which group of which tailnet, and as whom Sym calls. Never a secret, only its
// name.
import * as z from "zod";
import { checkElsewhere, elsewhere, limits, originAt, secretName } from "../settings.ts";

/** How Tailscale spells people in its policy file: an address, or a name at an identity provider (`ana@github`). */
export const login = /^[a-z0-9._'+&-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,8}$/;

export const settings = z
  .strictObject({
    /** The tailnet's organization name or its ID. `-`, whichever the credential is of, is not taken: it names no tailnet. */
    tailnet: z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9._@-]{0,200}$/,
        "must be the tailnet's organization name or ID, such as example.com",
      ),
    group: z
      .string()
      .regex(/^group:[A-Za-z0-9._@+ -]{1,100}$/, "must be a group of the policy file, such as group:engineers"),
    /** An OAuth client with the scope `policy_file`. */
    oauth: z
      .strictObject({
        clientId: z.string().regex(/^[A-Za-z0-9]{1,100}$/, "must be the client ID of an OAuth client"),
        /** Name of the Worker secret with the client's secret. */
        clientSecret: secretName,
      })
      .optional(),
    /** Name of the Worker secret with an API access token instead, which ends after 90 days at most. */
    apiToken: secretName.optional(),
    /** How much of Tailscale's API Sym may use, in calls; shared by all Targets of the tailnet. */
    limits,
    ...elsewhere,
  })
  .superRefine((given, check) => {
    checkElsewhere(given, check);
    if ((given.oauth === undefined) === (given.apiToken === undefined))
      check.addIssue({ code: "custom", path: ["oauth"], message: "needs either oauth or apiToken", input: given });
  });

/** What a Flow says of a Target of this type. */
export type TailscaleGroupSettings = z.input<typeof settings>;
export type Settings = z.output<typeof settings>;

export const apiOf = (given: Settings): string => `${originAt(given, "api.tailscale.com")}/api/v2`;
