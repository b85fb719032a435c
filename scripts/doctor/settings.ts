// What the doctor is told from outside: the token, and where Slack is. Never prints the token, and never takes it elsewhere than
// to Slack or to this machine.
import { SLACK_API } from "../deploy/check-settings.ts";
import { Refused } from "../deploy/refused.ts";

export interface DoctorSettings {
  readonly botToken: string;
  /** Ends with a slash. */
  readonly apiUrl: string;
}

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/** Throws `Refused`. */
export function doctorSettings(env: Readonly<Record<string, string | undefined>>): DoctorSettings {
  const botToken = env["SLACK_BOT_TOKEN"] ?? "";
  if (!botToken.startsWith("xoxb-"))
    throw new Refused(
      botToken === ""
        ? "The doctor needs the bot token."
        : "SLACK_BOT_TOKEN must be the bot token, which begins with xoxb-.",
      "SLACK_BOT_TOKEN=xoxb-… npm run doctor   # from your Slack app's OAuth & Permissions",
    );
  const apiUrl = env["SLACK_API_URL"] || SLACK_API;
  const url = URL.parse(apiUrl);
  const loopback = url?.protocol === "http:" && LOOPBACK.includes(url.hostname) && url.username === "";
  if (apiUrl !== SLACK_API && !loopback)
    throw new Refused(
      `SLACK_API_URL must be ${SLACK_API} or an address of this machine.`,
      "Take it out of the environment.",
    );
  return { botToken, apiUrl: apiUrl.endsWith("/") ? apiUrl : `${apiUrl}/` };
}
