// What Targets and slots of the strategy `postgres_role` say of the database: roles, and how logins are named.
// Never guesses for any other strategy.
import * as z from "zod";

const settings = z.object({
  role: z.string(),
  account: z.enum(["email", "email_local_part"]).optional(),
  emailDomain: z.string().optional(),
});

interface OfStrategy {
  readonly strategy: string;
  readonly settings?: unknown;
}

const read = ({ strategy, settings: given }: OfStrategy) =>
  strategy === "postgres_role" ? settings.safeParse(given).data : undefined;

/** The role that is granted; undefined where it is none of PostgreSQL's. */
export const roleOf = (target: OfStrategy): string | undefined => read(target)?.role;

export interface DatabaseNeeds {
  readonly roles: readonly string[];
  /** The domain of everybody's address, where the Targets say one. */
  readonly emailDomain: string | undefined;
  /** The login of a person whose address begins with `name`. */
  loginsOf(name: string, domain: string): readonly string[];
}

export function databaseNeeds(targets: readonly OfStrategy[]): DatabaseNeeds {
  const all = targets.flatMap((target) => read(target) ?? []);
  const wholeAddress = all.some(({ account }) => account !== "email_local_part");
  return {
    roles: [...new Set(all.map(({ role }) => role))],
    emailDomain: all.find(({ emailDomain }) => emailDomain !== undefined)?.emailDomain,
    loginsOf: (name, domain) => (wholeAddress ? [name, `${name}@${domain}`] : [name]),
  };
}
