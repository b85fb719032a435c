// What a Target of the type `boundary_group` must say: which controller, which group, where its users are, and as whom Sym signs in.
// Never a secret, only its name.
import * as z from "zod";
import { baseUrl, refusalOfBase } from "../outbound-url.ts";
import { limits, secretName } from "../settings.ts";

/** Of a user that is one: `u_anon`, `u_auth` and `u_recovery` are shorter, and stand for anybody. */
export const userId = /^u_[A-Za-z0-9]{10,40}$/;

const id = (of: RegExp, what: string) => z.string().regex(of, `must be the ID of ${what}`);

export const settings = z
  .strictObject({
    /** The controller: `https://boundary.example.com`, or the cluster's URL at HCP. */
    url: z.string(),
    group: id(/^g_[A-Za-z0-9]{10,40}$/, "a group, such as g_1234567890"),
    /** The scope that the users are in. */
    scope: id(/^(?:global|o_[A-Za-z0-9]{10,40})$/, "the scope that the users are in: global, or an org, o_…"),
    /** A password auth method, and the account in it that Sym is. */
    authMethod: id(/^ampw_[A-Za-z0-9]{10,40}$/, "an auth method for passwords, such as ampw_1234567890"),
    loginName: z.string().regex(/^[A-Za-z0-9._@+-]{1,100}$/, "must be a login name"),
    /** Name of the Worker secret with the account's password. */
    password: secretName,
    /** The attribute of a user that is the person's account. */
    match: z.enum(["email", "login_name"]).default("email"),
    /** How much of the controller's API Sym may use, in calls; shared by all Targets of the controller. */
    limits,
    /** Lets `url` be `http://` on this machine. For tests. */
    allowLoopback: z.boolean().default(false),
  })
  .superRefine(({ url, allowLoopback }, check) => {
    const refusal = refusalOfBase(url, allowLoopback);
    if (refusal !== null) check.addIssue({ code: "custom", path: ["url"], message: refusal });
  });

/** What a Flow says of a Target of this type. */
export type BoundaryGroupSettings = z.input<typeof settings>;
export type Settings = z.output<typeof settings>;

export const controllerOf = ({ url }: Settings): string => baseUrl(url);
