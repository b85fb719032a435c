// What is left to do once the Worker is published: what Slack must be told, and how to see that all is well.
import type { Published } from "./publish.ts";

/** `manifestOrigin`: where manifest.json tells Slack to post. */
export function nextSteps({ origin, first }: Published, manifestOrigin: string | null): string[] {
  const moved = origin !== null && origin !== manifestOrigin;
  const steps = [
    ...(first ? ["Commit wrangler.toml: it has the id of your database now, which is no secret."] : []),
    ...(moved
      ? [
          `npm run manifest -- --url ${origin}   # manifest.json names another address`,
          "In Slack, put that manifest.json in place of your app's, under App Manifest.",
        ]
      : []),
    ...(first || moved
      ? [
          "In Slack, under Event Subscriptions, press Retry until the address is Verified.",
          "SLACK_BOT_TOKEN=xoxb-… npm run doctor   # can it reach everybody whom the Flows name?",
        ]
      : []),
  ];
  return [
    `Published${origin === null ? "" : `: ${origin}`}`,
    ...(steps.length === 0 ? [] : ["", "What is next:", ...steps.map((step, at) => `  ${at + 1}. ${step}`)]),
    "",
    "A changed Flow needs no more than: npx wrangler deploy",
  ];
}
