// Refuses settings that would send Slack's part of the bot elsewhere, publish the playground, or write a secret where anybody
// who sees the repository can read it. Never repeats the value of a secret.
import { posix } from "node:path";
import type { LooseSetting, WranglerSettings } from "./project.ts";

/** The only Slack that a published bot speaks to. */
export const SLACK_API = "https://slack.com/api/";

/** The only Worker that is published: its clock cannot be moved, and it has no door beside it. */
const MAIN = "src/index.ts";

/** How the playground's and the tests' secrets begin; the real ones never do. */
const INVENTED = /^(?:xoxb-)?(?:playground|test|example|canary)(?:$|-)/i;

export const SLACK_SECRETS = ["SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"] as const;

/** One sentence for each thing that is wrong. `secretNames`: every secret that the deployment reads. */
export function settingProblems(
  { mains, variables }: WranglerSettings,
  loose: readonly LooseSetting[],
  secretNames: readonly string[],
): string[] {
  const published = variables.flatMap(({ section, name, value }) => {
    if (name === "SLACK_API_URL" && value !== SLACK_API)
      return `wrangler.toml, ${section}: SLACK_API_URL must be ${SLACK_API}; anything else is for the playground and the tests`;
    if (secretNames.includes(name))
      return `wrangler.toml, ${section}: ${name} is a secret; take it out, replace it where it was made, and use npx wrangler secret put ${name}`;
    return [];
  });
  const around = loose.flatMap(({ from, name, value }) => {
    if (name === "SLACK_API_URL" && value !== SLACK_API)
      return `${from}: SLACK_API_URL must be ${SLACK_API} or left out; anything else is for the playground and the tests`;
    if (secretNames.includes(name) && INVENTED.test(value))
      return `${from}: ${name} is one of the playground's or the tests'; a published bot needs that of your Slack app`;
    return [];
  });
  return [
    ...mains.flatMap(({ section, main }) =>
      posix.normalize(main.replaceAll("\\", "/")) === MAIN
        ? []
        : `wrangler.toml, ${section}: main is ${main}; only ${MAIN} is for publishing (the playground's clock can be moved by hand)`,
    ),
    ...published,
    ...around,
  ];
}
