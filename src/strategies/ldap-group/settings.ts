// What a Target of the type `ldap_group` must say: which directory, which group, who is who there. Never a secret, only its name.
import * as z from "zod";
import { limits, secretName } from "../settings.ts";
import { refusalOfDirectory } from "./directory-url.ts";
import { isDn, isUnder } from "./distinguished-name.ts";

const dn = z
  .string()
  .refine(
    isDn,
    "must be a distinguished name such as cn=deployers,ou=groups,dc=example,dc=com, without spaces around its commas",
  );

export const settings = z
  .strictObject({
    /** A name of your own for the directory, the same wherever the same directory is meant: it tells one access from another. */
    directory: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_.-]{0,62}$/, "must be a short name: small letters, digits, _ . and -"),
    /** `ldaps://HOST`, or `ldap://HOST` for StartTLS. */
    url: z.string(),
    /** Who Sym is there: a DN, or `sym@example.com` at an Active Directory. */
    bindDn: z
      .string()
      .min(3)
      .max(1_000)
      .regex(/^[^\0]*[=@][^\0]*$/, "must be a distinguished name, or name@domain"),
    /** Name of the Worker secret with its password. */
    password: secretName,
    /** Where the directory begins: everything that Sym has to find, people and groups, is below it, wherever it is moved to. */
    base: dn,
    /** The group's DN. */
    group: dn,
    /** How the group lists its members. */
    kind: z.enum(["groupOfNames", "groupOfUniqueNames", "posixGroup", "activeDirectory"]),
    /** The attribute of a person's entry that is their account. */
    match: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9-]{0,62}$/, "must be the name of an attribute")
      .default("mail"),
    /** How accounts are called: the whole e-mail address, in small letters, or what stands before the @. */
    account: z.enum(["email", "email_local_part"]).default("email"),
    /** Only addresses in this domain have an account. Needed for `email_local_part`: ana@a.example is not ana@b.example. */
    emailDomain: z
      .string()
      .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "must be a domain in small letters")
      .optional(),
    /** What the directory can take, shared by all Targets of it. Each call is a connection. */
    limits,
    /** Lets `url` name this machine, without encryption where it is `ldap://`. For tests. */
    allowLoopback: z.boolean().default(false),
  })
  .superRefine((given, check) => {
    const refuse = (path: string, message: string): void => check.addIssue({ code: "custom", path: [path], message });
    const refusal = refusalOfDirectory(given.url, given.allowLoopback);
    if (refusal !== null) refuse("url", refusal);
    if (!isUnder(given.group, given.base)) refuse("group", "is not below `base`");
    if (given.account === "email_local_part" && given.emailDomain === undefined)
      refuse("emailDomain", "is needed where accounts are named by the first part of the address");
  });

/** What a Flow says of a Target of this type. */
export type LdapGroupSettings = z.input<typeof settings>;
export type Settings = z.output<typeof settings>;
