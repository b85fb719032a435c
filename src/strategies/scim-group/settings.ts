// What a Target of the type `scim_group` must say: which service, which group, who is who there. Never a secret, only its name.
import * as z from "zod";
import { baseUrl, refusalOfBase } from "../outbound-url.ts";
import { secretName } from "../settings.ts";

/** Ids go into paths and filters, so nothing gets through that would mean something there. */
export const scimId = /^[A-Za-z0-9._:@-]{1,128}$/;

export const settings = z
  .strictObject({
    /** The service's base URL, up to and with the version: `https://example.com/scim/v2`. */
    url: z.string(),
    /** The group's `id`, which is not its name. */
    group: z.string().regex(scimId, "must be the id of a group: letters, digits and . _ : @ -"),
    /** Name of the Worker secret with the bearer token. */
    token: secretName,
    /** The attribute of a user that is the person's account. Default: `userName`. */
    match: z.enum(["userName", "emails.value", "externalId"]).default("userName"),
    /** How the operations of a change are spelt: as RFC 7644 does (`add`), or as Microsoft Entra ID did at first (`Add`). */
    dialect: z.enum(["rfc7644", "entra"]).default("rfc7644"),
    /** Lets `url` be `http://` on this machine. For tests and the playground. */
    allowLoopback: z.boolean().default(false),
  })
  .superRefine(({ url, allowLoopback }, check) => {
    const refusal = refusalOfBase(url, allowLoopback);
    if (refusal !== null) check.addIssue({ code: "custom", path: ["url"], message: refusal });
  });

/** What a Flow says of a Target of this type. */
export type ScimGroupSettings = z.input<typeof settings>;
export type Settings = z.output<typeof settings>;

export const baseOf = ({ url }: Settings): string => baseUrl(url);
