// What whoever runs Sym may set besides what it needs: a token for the figures, and who outside waits for a sign. A setting that
// is wrong counts as not set and is named; it hinders nothing else, and its value is never printed.
import * as z from "zod";

export interface OpsSettings {
  /** Null: details and figures are shown to nobody. */
  readonly token: string | null;
  /** Reads and writes links of people to accounts; null: nobody does but in Slack. Another one than that for the figures. */
  readonly identitiesToken: string | null;
  /** Called after each run of a finder; null where nobody outside waits. A secret, as its address is its key. */
  readonly heartbeatUrl: string | null;
  /** How large the record may become: what D1 allows on the plan that is paid for. */
  readonly recordLimitBytes: number;
  readonly problems: readonly string[];
}

/** D1 takes 10 GB a database on the paid plan, 500 MB on the free one. */
const PAID_LIMIT_MB = 10_000;
const MB = 1_000_000;

const TOKEN_MIN = 32;

const token = z
  .string()
  .regex(/^[\x21-\x7e]{1,512}$/, "must be one word of letters, digits and signs")
  .min(TOKEN_MIN, `is too short: at least ${TOKEN_MIN} characters, such as from openssl rand -hex 32`);

const schemas = {
  OPS_TOKEN: token,
  IDENTITIES_TOKEN: token,
  RECORD_LIMIT_MB: z.string().regex(/^[1-9]\d{1,5}$/, "must be a number of megabytes: 500, or 10000"),
  HEARTBEAT_URL: z.string().refine((text) => URL.parse(text)?.protocol === "https:", "must be an https address"),
};

export function readOpsSettings(env: object): OpsSettings {
  const problems: string[] = [];
  const read = (name: keyof typeof schemas): string | null => {
    const value: unknown = Reflect.get(env, name);
    if (value === undefined || value === "") return null;
    const parsed = schemas[name].safeParse(typeof value === "number" ? String(value) : value);
    if (parsed.success) return parsed.data;
    problems.push(`${name} ${parsed.error.issues[0]?.message ?? "is wrong"}`);
    return null;
  };
  const limitMb = Number(read("RECORD_LIMIT_MB") ?? PAID_LIMIT_MB);
  const [opsToken, identitiesToken] = [read("OPS_TOKEN"), read("IDENTITIES_TOKEN")];
  const isOne = opsToken !== null && opsToken === identitiesToken;
  if (isOne) problems.push("IDENTITIES_TOKEN must be another one than OPS_TOKEN, which monitoring knows");
  return {
    token: opsToken,
    identitiesToken: isOne ? null : identitiesToken,
    heartbeatUrl: read("HEARTBEAT_URL"),
    recordLimitBytes: limitMb * MB,
    problems,
  };
}
