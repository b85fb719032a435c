// What a Target of the type `aws_identity_center` must say: where Identity Center is, how people are found there, as whom Sym calls,
// and one of two things to give: a permission set on an account, or membership of a group.
import * as z from "zod";
import { accountId, checkConnection, connection, region } from "../aws/settings.ts";

/** Users and groups have such ids; those of stores that began early have their store's number in front. */
export const storeEntryId = /^(?:[0-9a-f]{10}-)?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/;

const arn = (what: string, pattern: string) =>
  z.string().regex(new RegExp(`^arn:aws(?:-cn|-us-gov)?:sso:::${pattern}$`), `must be the ARN of ${what}`);

export const settings = z
  .strictObject({
    /** The region in which Identity Center was switched on. */
    region,
    /** The instance's ARN: `arn:aws:sso:::instance/ssoins-…`. */
    instance: arn("an instance of Identity Center", "instance/(?:sso)?ins-[a-zA-Z0-9.-]{16}"),
    /** The ID of its identity store: `d-…`. */
    identityStore: z
      .string()
      .regex(
        /^(?:d-[0-9a-z]{10}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
        "must be the ID of an identity store, such as d-1234567890",
      ),
    /** The account on which the permission set is given. */
    account: accountId.optional(),
    /** The permission set's ARN: `arn:aws:sso:::permissionSet/ssoins-…/ps-…`. */
    permissionSet: arn("a permission set", "[a-zA-Z]+/(?:sso)?ins-[a-zA-Z0-9.-]{16}/ps-[a-zA-Z0-9.-]{16}").optional(),
    /** Or the ID of a group of the identity store. */
    group: z.string().regex(storeEntryId, "must be the ID of a group, not its name").optional(),
    /** What people's accounts are compared with at the identity store. One for all Targets of a store. */
    match: z.enum(["userName", "email"]).default("userName"),
    ...connection,
  })
  .superRefine((given, check) => {
    checkConnection(given, check);
    const { account, permissionSet, group, instance } = given;
    const whole =
      group === undefined ? account !== undefined && permissionSet !== undefined : !account && !permissionSet;
    if (!whole)
      check.addIssue({
        code: "custom",
        path: ["permissionSet"],
        message: "and account must both be there, or group alone",
        input: given,
      });
    if (permissionSet !== undefined && permissionSet.split("/")[1] !== instance.split("/")[1])
      check.addIssue({
        code: "custom",
        path: ["permissionSet"],
        message: "must be of the instance that the Target names",
        input: given,
      });
  });

/** What a Flow says of a Target of this type. */
export type AwsIdentityCenterSettings = z.input<typeof settings>;
export type Settings = z.output<typeof settings>;

/** What is given; the two never share a slot. */
export type Gift =
  | { readonly kind: "assignment"; readonly account: string; readonly permissionSet: string }
  | { readonly kind: "membership"; readonly group: string };

export function giftOf({ account = "", permissionSet = "", group }: Settings): Gift {
  return group === undefined ? { kind: "assignment", account, permissionSet } : { kind: "membership", group };
}
