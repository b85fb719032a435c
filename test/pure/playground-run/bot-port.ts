// Run by bot-port.test.ts: the playground's Worker as the playground starts it, asked at its own port for what wrangler serves
// there beside it. Prints the statuses as JSON. Never delivers anything of Slack's.
import process from "node:process";
import { unstable_DevEnv as DevEnv } from "wrangler";
import { nameRuntime, workerInput } from "../../../playground/run/bot-settings.ts";
import { openDataDirectory } from "../../../playground/run/data-directory.ts";

const data = openDataDirectory(process.argv[2] ?? "");
nameRuntime(data);
const settings = {
  state: data.state,
  logFile: data.botLog,
  key: "key",
  slackApiUrl: "http://127.0.0.1:9/api/",
  teamId: "T0ACME",
  signingSecret: "playground-secret",
  botToken: "xoxb-playground-token",
  databaseUrl: "postgres://nobody@127.0.0.1:9/none",
  offsetMs: () => 0,
};
const worker: { readonly url: Promise<URL>; dispose(): Promise<void> } = await new DevEnv().startWorker({
  ...workerInput(settings, () => undefined),
});
const url = await worker.url;
const statuses: Record<string, number> = {};
for (const path of process.argv.slice(3)) {
  const response = await fetch(new URL(path, url));
  statuses[path] = response.status;
  await response.body?.cancel();
}
console.log(JSON.stringify(statuses));
await worker.dispose();
process.exit();
