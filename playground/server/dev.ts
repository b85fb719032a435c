// The page without the bot: `node playground/server/dev.ts [--port N]`. A scripted bot and a made-up target stand in.
// Never part of the playground proper: it is for working on the page.
import { SlackSimulator } from "../slack/simulator.ts";
import { createDevBot } from "./dev/bot.ts";
import { card, hostile } from "./dev/cards.ts";
import { createDevPanel } from "./dev/panel.ts";
import { devCast, devSeed, EVERYBODY } from "./dev/world.ts";
import { startServer } from "./http.ts";

const API_BASE = "http://127.0.0.1/api/";

const portAt = process.argv.indexOf("--port");
const panel = createDevPanel();
const bot = createDevBot(API_BASE, panel);
const simulator = new SlackSimulator({
  seed: devSeed,
  deliver: (request) => bot.deliver(request),
  eventsUrl: "http://127.0.0.1/slack/events",
  apiBase: API_BASE,
  now: () => panel.nowMs(),
  rateLimits: false,
});
bot.meet(simulator);

const { ana, ben } = EVERYBODY;
simulator.as(ben).say("CENG", "Morning! The deploy is at 11.");
simulator.as(ben).say("CENG", "Tell me if something looks *odd*, see https://status.test/today");
simulator.as(ana).say("CENG", "Will do :+1:");
if (process.argv.includes("--cards")) {
  const soon = Math.floor(panel.nowMs() / 1000) + 3600;
  for (const state of ["denied", "failed", "expired", "active", "pending"] as const) {
    const reason =
      state === "pending" ? hostile.replaceAll("<", "&lt;") : "Incident 4711: the orders of last night are stuck";
    await bot.call("chat.postMessage", {
      channel: "CREQUESTS",
      text: `A request, ${state}`,
      blocks: card(state, soon, reason),
    });
  }
  await bot.call("chat.postMessage", { channel: "CREQUESTS", text: hostile });
  await bot.call("chat.postEphemeral", {
    channel: "CREQUESTS",
    user: ben,
    text: "Only <!subteam^SLEADS> can approve this.",
  });
}

const server = await startServer({
  simulator,
  panel,
  port: portAt < 0 ? 8799 : Number(process.argv[portAt + 1]),
  host: "127.0.0.1",
  cast: devCast,
  guide: { requester: ana, approver: ben, line: "/sym req" },
  onListen: ({ url }) => console.log(`The page without the bot: ${url}`),
});
process.once("SIGINT", () => void server.close());
process.once("SIGTERM", () => void server.close());
