// As whom Sym calls: with its access key, or in a session of a role that it takes on with it. Never keeps a session anywhere but
// in memory.
import { PermanentError, type StrategyContext } from "../../ports.ts";
import { Kept } from "../kept.ts";
import { notOfTheForm } from "../outbound-json.ts";
import { postOf, type Query, readAnswer } from "./query.ts";
import type { Connection } from "./settings.ts";
import { type Key, signedPost } from "./signed-post.ts";
import { errorIn, troubleOf } from "./trouble.ts";
import { type Element, textAt } from "./xml.ts";

/** The shortest that AWS gives, since nothing takes longer. */
const SESSION_S = 900;
/** Of so short a session. */
const EARLY_MS = 3 * 60_000;

export interface Held extends Key {
  /** Not got for this call. */
  readonly kept: boolean;
}

const sessions = new Kept<Key>(EARLY_MS);

const nameOf = ({ region, endpoint, credentials, roles }: Connection): string =>
  JSON.stringify([region, endpoint, credentials, roles]);

export function forgetSession(given: Connection): void {
  sessions.forget(nameOf(given));
}

/** Throws `TransientError` or `PermanentError`, both certainly without effect. */
export async function keyFor(given: Connection, context: StrategyContext): Promise<Held> {
  const secret = context.secret(given.credentials);
  const own = accessKeyIn(secret);
  if (given.roles.length === 0) return { ...own, kept: false };
  const known = sessions.known(nameOf(given), secret, context.now());
  if (known !== null) return { ...known, kept: true };
  let session = { key: own, endsAt: Number.POSITIVE_INFINITY };
  for (const role of given.roles) session = await assumed(role, session.key, given, context);
  sessions.keep(nameOf(given), secret, session.key, session.endsAt);
  return { ...session.key, kept: false };
}

async function assumed(
  role: Connection["roles"][number],
  as: Key,
  given: Connection,
  context: StrategyContext,
): Promise<{ key: Key; endsAt: number }> {
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

function sessionIn(root: Element): { key: Key; endsAt: number } {
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
    endsAt: ends,
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
