// As whom Sym calls: with its access key, or in a session of a role that it takes on with it. Sessions are kept in this
// isolate's memory until shortly before they end, and nowhere else. Never shares a request that is under way: it may belong to
// somebody who is gone.
import { PermanentError, type StrategyContext } from "../../ports.ts";
import { notOfTheForm, postOf, type Query, readAnswer } from "./query.ts";
import type { Connection } from "./settings.ts";
import { type Key, signedPost } from "./signed-post.ts";
import { errorIn, troubleOf } from "./trouble.ts";
import { type Element, textAt } from "./xml.ts";

/** The shortest that AWS gives, since nothing takes longer. */
const SESSION_S = 900;
/** A call may take so long, and clocks differ. */
const EARLY_MS = 3 * 60_000;

export interface Held extends Key {
  /** Not got for this call. */
  readonly kept: boolean;
}
interface Kept {
  readonly secret: string;
  readonly key: Key;
  readonly until: number;
}

const sessions = new Map<string, Kept>();

const nameOf = ({ region, endpoint, credentials, roles }: Connection): string =>
  JSON.stringify([region, endpoint, credentials, roles]);

export function forgetSession(given: Connection): void {
  sessions.delete(nameOf(given));
}

/** Throws `TransientError` or `PermanentError`, both certainly without effect. */
export async function keyFor(given: Connection, context: StrategyContext): Promise<Held> {
  const secret = context.secret(given.credentials);
  const own = accessKeyIn(secret);
  if (given.roles.length === 0) return { ...own, kept: false };
  const known = sessions.get(nameOf(given));
  // Whoever replaced the key may have done so because the old one got into wrong hands.
  if (known !== undefined && known.secret === secret && context.now() < known.until)
    return { ...known.key, kept: true };
  let session = { key: own, until: Number.POSITIVE_INFINITY };
  for (const role of given.roles) session = await assumed(role, session.key, given, context);
  sessions.set(nameOf(given), { secret, ...session });
  return { ...session.key, kept: false };
}

async function assumed(
  role: Connection["roles"][number],
  as: Key,
  given: Connection,
  context: StrategyContext,
): Promise<{ key: Key; until: number }> {
  const query: Query = {
    to: "sts",
    action: "AssumeRole",
    parameters: {
      RoleArn: role.arn,
      RoleSessionName: "sym",
      DurationSeconds: String(SESSION_S),
      ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
    },
    onlyReads: true,
  };
  const answer = await signedPost(postOf(query), given, as, context);
  if (answer.status < 300) return sessionIn(readAnswer(query, answer));
  const code = errorIn(answer)?.code ?? "";
  if (code === "AccessDenied")
    throw new PermanentError("AWS does not let us take on a role that the Target names", { class: "auth" });
  if (code === "RegionDisabledException")
    throw new PermanentError("the AWS account has not switched on the Target's region");
  throw troubleOf(answer, context.now(), "no");
}

function sessionIn(root: Element): { key: Key; until: number } {
  const told = (name: string): string => textAt(root, "AssumeRoleResult", "Credentials", name) ?? "";
  const [accessKeyId, secretAccessKey, sessionToken] = ["AccessKeyId", "SecretAccessKey", "SessionToken"].map(told);
  const ends = Date.parse(told("Expiration"));
  const whole = [accessKeyId, secretAccessKey, sessionToken].every((part) => /^[!-~]+$/.test(part ?? ""));
  if (!whole || Number.isNaN(ends)) throw notOfTheForm("no");
  return {
    key: {
      accessKeyId: accessKeyId ?? "",
      secretAccessKey: secretAccessKey ?? "",
      sessionToken: sessionToken ?? "",
    },
    until: ends - EARLY_MS,
  };
}

function accessKeyIn(secret: string): Key {
  const [, accessKeyId, secretAccessKey] =
    /^\s*([A-Z0-9]{16,128})(?::|\s+)([A-Za-z0-9/+=]{16,128})\s*$/.exec(secret) ?? [];
  if (accessKeyId !== undefined && secretAccessKey !== undefined) return { accessKeyId, secretAccessKey };
  throw new PermanentError(
    "the secret with the access key is not of the form ID:SECRET, or holds what no access key holds",
    { class: "auth" },
  );
}
