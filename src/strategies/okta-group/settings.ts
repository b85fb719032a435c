// What a Target of the type `okta_group` must say: which org, which group, and as whom Sym calls. Never a secret, only its name.
import * as z from "zod";
import { refusalOfUrl } from "../outbound-url.ts";
import { limits, secretName } from "../settings.ts";

/** Ids go into paths: nothing gets through that would mean something there. */
export const userId = /^00u[A-Za-z0-9]{1,61}$/;
const groupId = /^00g[A-Za-z0-9]{1,61}$/;

export const settings = z
  .strictObject({
    /** The org: `https://example.okta.com`, or its custom domain. */
    org: z.string(),
    /** The group's id, as the address of its page in the Admin Console ends. */
    group: z.string().regex(groupId, "must be the id of a group, such as 00g1emaKYZTWRYYRRTSK"),
    /** Name of the Worker secret with an API token. */
    apiToken: secretName.optional(),
    /** Or a service app (OAuth 2.0), whose tokens live for an hour and can be limited by scopes. */
    serviceApp: z
      .strictObject({
        /** The app's client ID. */
        clientId: z
          .string()
          .regex(/^[A-Za-z0-9_-]{1,128}$/, "must be the client ID of an app, such as 0oa1gjh63g214q0Hq0g4"),
        /** Name of the Worker secret with the private key: a JWK, or PEM in PKCS#8. */
        privateKey: secretName,
        /** The key's ID at Okta. Left out: the JWK's own `kid`. */
        keyId: z
          .string()
          .regex(/^[!-~]{1,255}$/, "must be the ID of a key: characters of ASCII without spaces")
          .optional(),
      })
      .optional(),
    /** What the org allows Sym, in calls of Okta's API; shared by all Targets of the org. */
    limits,
    /** Lets `org` be `http://` on this machine. For tests. */
    allowLoopback: z.boolean().default(false),
  })
  .superRefine(({ org, apiToken, serviceApp, allowLoopback }, check) => {
    const refusal = refusalOfOrg(org, allowLoopback);
    if (refusal !== null) check.addIssue({ code: "custom", path: ["org"], message: refusal });
    if ((apiToken === undefined) === (serviceApp === undefined))
      check.addIssue({ code: "custom", path: ["apiToken"], message: "or serviceApp must be there: one of the two" });
  });

/** What a Flow says of a Target of this type. */
export type OktaGroupSettings = z.input<typeof settings>;
export type Settings = z.output<typeof settings>;
export type OauthApp = NonNullable<Settings["serviceApp"]>;

/** Without the slash at its end. */
export const originOf = ({ org }: Settings): string => new URL(org).origin;

function refusalOfOrg(text: string, allowLoopback: boolean): string | null {
  const refusal = refusalOfUrl(text, allowLoopback);
  if (refusal !== null) return refusal;
  const url = new URL(text);
  if (url.pathname !== "/" || text.includes("?")) return "must be the org alone, without a path or a query";
  // The console's own host: Okta's API is at the org's.
  return /-admin\.(?:okta|oktapreview|okta-emea)\.com$/.test(url.hostname) ? "must be the org, without -admin" : null;
}
