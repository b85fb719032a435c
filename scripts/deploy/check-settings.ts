// Refuses settings that would send Slack's part of the bot elsewhere, publish the playground, or write a secret where anybody
// who sees the repository can read it. Never repeats the value of a secret.
import type { LooseSetting, WranglerSettings } from "./project.ts";

/** The only Slack that a published bot speaks to. */
export const SLACK_API = "https://slack.com/api/";

/** How the playground's and the tests' secrets begin; the real ones never do. */
const INVENTED = /^(?:xoxb-)?(?:playground|test|example|canary)(?:$|-)/i;

export const SLACK_SECRETS = ["SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"] as const;

/** One sentence for each thing that is wrong. `secretNames`: every secret that the deployment reads. */
export function settingProblems(
  { main, variables }: WranglerSettings,
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
    ...(/^(?:\.\/)?playground\//.test(main)
      ? ["wrangler.toml: main leads into playground/, whose clock can be moved by hand; it must be src/index.ts"]
      : []),
    ...published,
    ...around,
  ];
}
