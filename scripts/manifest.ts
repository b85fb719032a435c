// Writes manifest.json, Slack's description of the app: `npm run manifest -- --url https://sym.example.com`. Everything in it
// comes from the code that uses it, and from src/flows; asks for no scope that no call needs.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { COMMAND, EVENTS_PATH, HOME_OPENED, PERSON_CHANGED, SHORTCUT } from "../src/slack/entry-points.ts";
import { botScopes } from "../src/slack/scopes.ts";
import { strategies } from "../src/strategies/registry.ts";
import { appScopesFor } from "./app-scopes.ts";
import { checkFlows } from "./deploy/check-flows.ts";
import { projectIn } from "./deploy/project-files.ts";
import { runCommand } from "./run-command.ts";

/** Stands in the manifest of a fresh clone: to be replaced by the address that the Worker was deployed to. */
export const PLACEHOLDER_URL = "https://sym.example.workers.dev";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const USAGE = "npm run manifest -- --url https://sym.example.com   writes manifest.json for the Worker at this address";

/** `workerUrl`: origin of the deployed Worker. `more`: scopes that the Flows' Targets need. */
export function manifestFor(workerUrl: string, more: readonly string[] = []) {
  const url = new URL(EVENTS_PATH, workerUrl).href;
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: "Sym",
      description: "Temporary access, asked for and approved in Slack, gone when its time is up.",
      background_color: "#2c2d30",
    },
    features: {
      // Not read-only, since otherwise nobody could type the command there.
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: "Sym", always_online: true },
      shortcuts: [
        {
          name: "Ask for access",
          type: "global",
          callback_id: SHORTCUT,
          description: "Choose what you need, for how long, and why.",
        },
      ],
      slash_commands: [
        {
          command: COMMAND,
          url,
          description: "Ask for temporary access",
          usage_hint: "req [FLOW [ENVIRONMENT]] | list | help",
          // Mentions arrive as ids, so that nobody's chosen name is taken for somebody else.
          should_escape: true,
        },
      ],
    },
    oauth_config: { scopes: { bot: botScopes(more) } },
    settings: {
      event_subscriptions: { request_url: url, bot_events: [HOME_OPENED, PERSON_CHANGED] },
      interactivity: { is_enabled: true, request_url: url, message_menu_options_url: url },
      org_deploy_enabled: false,
      socket_mode_enabled: false,
      token_rotation_enabled: false,
    },
  };
}

/** As it stands in the file, formatted as the formatter would: a list of one on one line. */
export const spellManifest = (workerUrl: string, more: readonly string[] = []): string =>
  `${JSON.stringify(manifestFor(workerUrl, more), null, 2).replace(/\[\s+("[^"]*")\s+\]/g, "[$1]")}\n`;

/** What src/flows needs besides. Throws `Refused` where the bot would not start with it. */
export async function scopesOfFlows(): Promise<readonly string[]> {
  const { deployment } = await checkFlows(projectIn(ROOT), strategies);
  return appScopesFor(deployment.flows);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { url: { type: "string", default: PLACEHOLDER_URL } } });
  if (URL.parse(values.url)?.protocol !== "https:") {
    console.error("--url: Slack posts only to an https address, such as https://sym.example.workers.dev");
    process.exitCode = 1;
    return;
  }
  writeFileSync(
    fileURLToPath(new URL("../manifest.json", import.meta.url)),
    spellManifest(values.url, await scopesOfFlows()),
  );
  console.log(`manifest.json: Slack will post to ${new URL(EVENTS_PATH, values.url).href}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runCommand(USAGE, main);
