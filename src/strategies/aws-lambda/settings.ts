// What a Target of the type `aws_lambda` must say: which function of which account and region, and as whom Sym calls it.
import * as z from "zod";
import { isRegion, placeOf } from "../aws/hosts.ts";
import { type Connection, checkConnection, connection } from "../aws/settings.ts";
import { ownData } from "../own-access.ts";

const ARN = /^arn:(aws|aws-cn|aws-us-gov):lambda:([a-z0-9-]{1,30}):\d{12}:function:[A-Za-z0-9_-]{1,64}$/;

export const settings = z
  .strictObject({
    /** The function's ARN, without a version or an alias behind it. */
    function: z.string().refine((arn) => {
      const [, partition, region = ""] = ARN.exec(arn) ?? [];
      return isRegion(region) && placeOf("lambda", region).partition === partition;
    }, "must be the ARN of a function in a region of AWS, without an alias or a version behind it"),
    /** An alias or a version. Left out: what was deployed last. */
    qualifier: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,128}$/, "must be the name of an alias, or a version")
      .optional(),
    /** The function also answers `inspect`. Without it nothing can be verified. */
    readBack: z.boolean().default(false),
    data: ownData,
    ...connection,
  })
  .superRefine((given, check) => {
    const region = regionOf(given.function);
    if (isRegion(region)) checkConnection({ ...given, region }, check);
  });

/** What a Flow says of a Target of this type. */
export type AwsLambdaSettings = z.input<typeof settings>;
export type Settings = z.output<typeof settings>;

const regionOf = (arn: string): string => ARN.exec(arn)?.[2] ?? "";

export const connectionOf = (given: Settings): Connection => ({ ...given, region: regionOf(given.function) });
