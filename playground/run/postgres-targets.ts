// What Targets and slots of the PostgreSQL strategies say of the database: roles, and how logins are named.
// Never guesses for any other strategy.
import * as z from "zod";
import { loginName } from "../../src/strategies/login-name.ts";
import { settings as userSettings } from "../../src/strategies/postgres-user/settings.ts";

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
const readUser = ({ strategy, settings: given }: OfStrategy) =>
  strategy === "postgres_user" ? userSettings.safeParse(given).data : undefined;

/** Is the secret of such a Target the connection URL of a PostgreSQL server? */
export const isPostgres = (strategy: string): boolean => strategy === "postgres_role" || strategy === "postgres_user";

/** The roles that are granted; none where they are none of PostgreSQL's. */
export const rolesOf = (target: OfStrategy): readonly string[] => {
  const role = read(target)?.role;
  return role === undefined ? (readUser(target)?.roles ?? []) : [role];
};

/** The login that an account of this slot signs in with: of `postgres_user`, one of Sym's own making. */
export function loginOf(slot: OfStrategy & { readonly account: string }): string {
  const target = readUser(slot);
  return target === undefined ? slot.account : loginName(target, slot.account);
}

export interface DatabaseNeeds {
  readonly roles: readonly string[];
  /** The domain of everybody's address, where the Targets say one. */
  readonly emailDomain: string | undefined;
  /** The login of a person whose address begins with `name`. */
  loginsOf(name: string, domain: string): readonly string[];
}

export function databaseNeeds(targets: readonly OfStrategy[]): DatabaseNeeds {
  const all = targets.flatMap((target) => read(target) ?? []);
  const users = targets.flatMap((target) => readUser(target) ?? []);
  const wholeAddress = all.some(({ account }) => account !== "email_local_part");
  const owners = users.flatMap(({ ownedBy }) => ownedBy ?? []);
  return {
    roles: [...new Set([...targets.flatMap(rolesOf), ...owners])],
    emailDomain: [...all, ...users].find(({ emailDomain }) => emailDomain !== undefined)?.emailDomain,
    loginsOf: (name, domain) => (wholeAddress ? [name, `${name}@${domain}`] : [name]),
  };
}
