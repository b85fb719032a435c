// What the bot is started with: the settings of wrangler.toml, with everything that leads out of this machine replaced.
// Never reads a developer's own secrets: those are for another Slack.
import { rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { unstable_readConfig as readConfig } from "wrangler";
import * as z from "zod";
import { quietWrangler } from "../../scripts/quiet-wrangler.ts";
import { DATABASE } from "./bot-database.ts";
import type { DataDirectory } from "./data-directory.ts";

export interface BotSettings {
  /** Where D1 and the objects are kept. */
  readonly state: string;
  /** Gets every line that the bot logs; begun afresh. */
  readonly logFile: string;
  /** Opens the door beside the bot. */
  readonly key: string;
  /** `http://127.0.0.1:4747/api/` */
  readonly slackApiUrl: string;
  readonly teamId: string;
  readonly signingSecret: string;
  readonly botToken: string;
  readonly databaseUrl: string;
  /** How far the bot's clock is ahead of the real one, in milliseconds. */
  readonly offsetMs: () => number;
}

const inProject = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** What the published bot has too. */
export const publishedConfig = () => readConfig({ config: inProject("wrangler.toml") }, { hideWarnings: true });

/** Our own name for workerd's program: whatever runs under it was started from this data directory. */
export function nameRuntime({ workerd }: DataDirectory): void {
  const program = z.object({ default: z.string() }).parse(createRequire(import.meta.resolve("wrangler"))("workerd"));
  rmSync(workerd, { force: true });
  symlinkSync(program.default, workerd);
  Object.assign(process.env, quietWrangler, {
    MINIFLARE_WORKERD_PATH: workerd,
    WRANGLER_WRITE_LOGS: "false",
    // Else the bot's port lets anybody on this machine read and write its database, past its door.
    X_LOCAL_EXPLORER: "false",
  });
}

const text = (value: string) => ({ type: "plain_text", value });
const secret = (value: string) => ({ type: "secret_text", value });

/** The input of wrangler's `startWorker`. */
export const workerInput = (settings: BotSettings, log: (line: string) => void) => ({
  // Without the look ahead of a deployment: the bot here says itself what is wrong with its Flows.
  config: { ...publishedConfig(), build: {}, d1_databases: [DATABASE] },
  entrypoint: inProject("playground/worker/index.ts"),
  envFiles: [],
  bindings: {
    SLACK_API_URL: text(settings.slackApiUrl),
    SLACK_TEAM_ID: text(settings.teamId),
    SLACK_SIGNING_SECRET: secret(settings.signingSecret),
    SLACK_BOT_TOKEN: secret(settings.botToken),
    PLAYGROUND_KEY: secret(settings.key),
    PLAYGROUND_DATABASE_URL: secret(settings.databaseUrl),
    PLAYGROUND_HOST: { type: "fetcher", fetcher: () => Response.json({ offsetMs: settings.offsetMs() }) },
  },
  dev: {
    server: { hostname: "127.0.0.1", port: 0 },
    inspector: false,
    persist: settings.state,
    watch: true,
    logLevel: "none",
    structuredLogsHandler: ({ message }: { readonly message: string }) => log(message),
  },
});
