// What the Worker is told from outside, checked before anything else: a start with a wrong value says which one, and never
// prints it.
import * as z from "zod";

const SLACK_API = "https://slack.com/api/";
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?\/([\w-]+\/)*$/;

const schema = z.object({
  SLACK_SIGNING_SECRET: z
    .string("is missing: copy it from the Slack app's Basic Information")
    .regex(
      /^\S{8,}$/,
      "is too short, or holds a space or a line break: copy it from the Slack app's Basic Information",
    ),
  SLACK_BOT_TOKEN: z
    .string("is missing: it is the bot token, which begins with xoxb-")
    .regex(/^xoxb-\S+$/, "must be the bot token, which begins with xoxb- and holds no space or line break"),
  SLACK_API_URL: z
    .string()
    .default(SLACK_API)
    .refine((url) => url === SLACK_API || LOOPBACK.test(url), `must be ${SLACK_API} or a loopback address`),
  /** Id of the workspace, or of the organisation; asked of Slack once where it is not given. */
  SLACK_TEAM_ID: z
    .string()
    .regex(/^[TE][A-Z0-9]{2,}$/, "must be a workspace id such as T0123ABCD")
    .optional(),
});

export type Settings = z.infer<typeof schema>;

/** Names every wrong setting and says what is wrong with it, without its value. */
export class WrongSettings extends Error {
  override readonly name = "WrongSettings";
  readonly problems: readonly { readonly setting: string; readonly problem: string }[];
  constructor(problems: WrongSettings["problems"]) {
    super(`Sym cannot start: ${problems.map(({ setting, problem }) => `${setting} ${problem}`).join("; ")}`);
    this.problems = problems;
  }
}

/** Throws `WrongSettings`. */
export function readSettings(env: unknown): Settings {
  const parsed = schema.safeParse(env);
  if (parsed.success) return parsed.data;
  throw new WrongSettings(
    parsed.error.issues.map(({ path, message }) => ({ setting: path.join("."), problem: message })),
  );
}
