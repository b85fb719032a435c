// What a Flow says of a Target of type `mysql_role`. Roles that no Flow may ever hand out are refused here by name and, at the
// server, by what they can do.
import * as z from "zod";
import { host, roleToGrant } from "../mysql/settings.ts";
import { clusterName, emailDomain, limits, secretName } from "../settings.ts";

export const settings = z
  .strictObject({
    /** A name of your own for the server, the same wherever the same server is meant: it tells one access from another. */
    cluster: clusterName,
    /** Name of the Worker secret (or Hyperdrive binding) with the connection URL. */
    url: secretName,
    /** The role that is granted: exactly as the server spells it. */
    role: roleToGrant,
    /** The user name of a person's account: the whole e-mail address, in small letters, or what stands before the @. */
    account: z.enum(["email", "email_local_part"]).default("email"),
    /** Only addresses in this domain have an account. Needed for `email_local_part`: ana@a.example is not ana@b.example. */
    emailDomain: emailDomain.optional(),
    /** The second half of people's accounts, `'ana'@'%'`: where they may connect from, as the server spells it. */
    host,
    /** What the server can take, shared by all Targets of the cluster. Each call is a connection. */
    limits,
    /** Ends the person's open sessions with the access, unless other access to the role remains. */
    endSessions: z.boolean().default(true),
  })
  .refine((given) => given.account === "email" || given.emailDomain !== undefined, {
    path: ["emailDomain"],
    message: "is needed where accounts are named by the first part of the address",
  });

/** What a Flow says of a Target of this type. */
export type MysqlRoleSettings = z.input<typeof settings>;
