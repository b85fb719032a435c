// What a Target of the type `aws_iam_group` must say: which group of which AWS account, and as whom Sym calls.
import * as z from "zod";
import { accountId, checkConnection, connection, region } from "../aws/settings.ts";

export const settings = z
  .strictObject({
    /** The number of the AWS account that has the group. */
    account: accountId,
    /** The group's name, without its path. */
    group: z.string().regex(/^[\w+=,.@-]{1,128}$/, "must be the name of a group, without its path"),
    /** Says in which partition the account is, and which STS gives sessions. */
    region: region.default("us-east-1"),
    /**
     * User names are what stands before the @ in addresses of this domain; others have none. Left out: user names are e-mail
     * addresses. A Flow's `account` goes before either.
     */
    emailDomain: z
      .string()
      .regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, "must be a domain in lower case, such as example.com")
      .optional(),
    ...connection,
  })
  .superRefine(checkConnection);

/** What a Flow says of a Target of this type. */
export type AwsIamGroupSettings = z.input<typeof settings>;
export type Settings = z.output<typeof settings>;
