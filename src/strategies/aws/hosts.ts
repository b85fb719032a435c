// Where AWS's interfaces are, in each of its partitions that the Internet reaches, and what each signs with. Never guesses: a
// region of a partition that is not here is refused.

/** The interfaces that Sym speaks to. The name is also the one that signatures bear. */
export type AwsInterface = "iam" | "sts" | "sso" | "identitystore" | "lambda";

interface Partition {
  /** As in ARNs. */
  readonly name: string;
  readonly regions: RegExp;
  readonly suffix: string;
  /** IAM has one region in each partition. */
  readonly iam: { readonly host: string; readonly region: string };
}

const NAME = "[a-z]{4,12}-[1-9]";
const PARTITIONS: readonly Partition[] = [
  {
    name: "aws",
    regions: new RegExp(`^(?:us|eu|ap|sa|ca|me|af|il|mx)-${NAME}$`),
    suffix: "amazonaws.com",
    iam: { host: "iam.amazonaws.com", region: "us-east-1" },
  },
  {
    name: "aws-cn",
    regions: new RegExp(`^cn-${NAME}$`),
    suffix: "amazonaws.com.cn",
    iam: { host: "iam.cn-north-1.amazonaws.com.cn", region: "cn-north-1" },
  },
  {
    name: "aws-us-gov",
    regions: new RegExp(`^us-gov-${NAME}$`),
    suffix: "amazonaws.com",
    iam: { host: "iam.us-gov.amazonaws.com", region: "us-gov-west-1" },
  },
];

const partitionOf = (region: string): Partition | undefined => PARTITIONS.find(({ regions }) => regions.test(region));

export const isRegion = (region: string): boolean => partitionOf(region) !== undefined;

export interface Place {
  readonly host: string;
  /** What signatures name. */
  readonly region: string;
  /** As in ARNs. */
  readonly partition: string;
}

/** Throws `RangeError` for what `isRegion` refuses. */
export function placeOf(which: AwsInterface, region: string): Place {
  const found = partitionOf(region);
  if (found === undefined) throw new RangeError("this region is in no partition that is known here");
  if (which === "iam") return { ...found.iam, partition: found.name };
  return { host: `${which}.${region}.${found.suffix}`, region, partition: found.name };
}
