// What all Targets at AWS share: as whom Sym speaks to it, and by way of which roles. Never a secret, only its name.
import * as z from "zod";
import { checkElsewhere, elsewhere, limits, originAt, secretName } from "../settings.ts";
import { type AwsInterface, isRegion, placeOf } from "./hosts.ts";

export const accountId = z.string().regex(/^\d{12}$/, "must be the number of an AWS account: 12 digits");

export const region = z
  .string()
  .refine(isRegion, "must be a region of AWS, AWS China or AWS GovCloud, such as eu-west-1");

const role = z.strictObject({
  /** The role to take on, by its ARN. */
  arn: z.string().regex(/^arn:aws(?:-cn|-us-gov)?:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/, "must be the ARN of a role"),
  /** What the role's trust policy asks for as `sts:ExternalId`. Not a secret: AWS shows it to whoever may read the role. */
  externalId: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, "must be an external ID as AWS takes it")
    .optional(),
});

export const connection = {
  /** Name of the Worker secret with an access key: its ID and its secret, with a space, a tab or a colon in between. */
  credentials: secretName,
  /** Roles to take on before a call, the first with the access key, each other with the one before it. */
  roles: z.array(role).max(3, "must be three roles at most").default([]),
  /** Other limits than those that AWS publishes, in calls of the interface. */
  limits,
  ...elsewhere,
} as const;

export interface Connection {
  readonly region: string;
  readonly credentials: string;
  readonly roles: readonly z.output<typeof role>[];
  readonly endpoint?: string | undefined;
  readonly allowLoopback: boolean;
}

/** What is wrong with the connection as a whole, for `superRefine`. */
export function checkConnection(given: Connection, check: z.core.$RefinementCtx): void {
  const { roles } = given;
  checkElsewhere(given, check);
  if (!isRegion(given.region)) return;
  const { partition } = placeOf("sts", given.region);
  for (const [at, { arn }] of roles.entries())
    if (!arn.startsWith(`arn:${partition}:`))
      check.addIssue({
        code: "custom",
        path: ["roles", at, "arn"],
        message: `must be a role of the partition of the region: arn:${partition}:…`,
        input: given,
      });
}

export interface Address {
  readonly url: string;
  /** What the signature names. */
  readonly region: string;
}

export function addressOf(which: AwsInterface, { region, endpoint }: Connection): Address {
  const place = placeOf(which, region);
  return { url: `${originAt({ endpoint }, place.host)}/`, region: place.region };
}
