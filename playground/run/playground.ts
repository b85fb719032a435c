// The whole playground, put together: each part is made here, once, and handed to those that need it.
// Never does anything itself that one of the parts could do.
import { randomBytes } from "node:crypto";
import { startServer } from "../server/http.ts";
import { WEBHOOK_SECRET } from "../webhook-secret.ts";
import type { NamedTarget } from "../worker/door-answers.ts";
import { CAST, DOMAIN, FIRST_WORDS, GUIDE, standInsFor, TEAM, worldSeed } from "../world-seed.ts";
import { createBot, type Deployed } from "./bot.ts";
import { migrate } from "./bot-database.ts";
import { nameRuntime, publishedConfig } from "./bot-settings.ts";
import { type DataDirectory, readJson, replaceFile } from "./data-directory.ts";
import { startDatabase } from "./database.ts";
import { createPanel } from "./panel.ts";
import { hasWebhook } from "./panel-targets.ts";
import { choosePort } from "./ports.ts";
import { databaseNeeds } from "./postgres-targets.ts";
import type { Progress } from "./progress.ts";
import { playgroundTime } from "./time.ts";
import { openWorkspace } from "./workspace.ts";

export interface Playground {
  /** Of the page. */
  readonly url: string;
  /** For whoever wants to look for themselves, with psql or otherwise. */
  readonly databaseUrl: string;
  /** False: what src holds does not run, which was said; it comes to life once that is mended. */
  readonly botRuns: boolean;
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 1_000;
const SWEEP_EVERY_MS = 60_000;

/** `port` null: the usual one, or the next that is free. Throws errors that a person can read. */
export async function startPlayground(
  data: DataDirectory,
  wantedPort: number | null,
  progress: Progress,
): Promise<Playground> {
  const port = await choosePort(wantedPort);
  const address = `http://127.0.0.1:${port}`;
  const secrets = {
    signingSecret: `playground-${randomBytes(16).toString("hex")}`,
    botToken: `xoxb-playground-${randomBytes(16).toString("hex")}`,
  };
  const seed = worldSeed(secrets);
  const time = playgroundTime(data.clock, () => Date.now());
  nameRuntime(data);

  const [database] = await Promise.all([
    progress.step("PostgreSQL", () =>
      startDatabase(
        data.database,
        seed.people.map(({ name }) => name),
      ),
    ),
    progress.step("the bot's database", () => migrate(data, publishedConfig().compatibility_date ?? "")),
  ]);

  // Of the first time the step that waits for it tells.
  let isStarted = false;
  const cast = CAST.map((member): { id: string; part: string } => ({ ...member }));
  let targets: readonly NamedTarget[] = [];
  const workspace = openWorkspace({
    file: data.slack,
    seed,
    firstWords: FIRST_WORDS,
    surroundings: {
      deliver: (request) => bot.deliver(request),
      eventsUrl: `${address}/slack/events`,
      apiBase: `${address}/api/`,
      now: time.now,
    },
  });
  const people = () => workspace.snapshotFor(GUIDE.requester).people;

  const bot = createBot(
    {
      ...secrets,
      state: data.state,
      logFile: data.botLog,
      key: randomBytes(32).toString("hex"),
      slackApiUrl: `${address}/api/`,
      teamId: TEAM.id,
      databaseUrl: database.url,
      offsetMs: time.offsetMs,
    },
    {
      onLoaded: makeRoomFor,
      onRunning: (tookMs) => {
        if (isStarted) progress.done("the bot, reloaded", tookMs);
      },
      onBroken: (message) => progress.warn(`The bot does not run: ${message}`),
      onChange: () => panel.changed(),
      onFault: (text) => progress.warn(text),
    },
  );
  const panel: ReturnType<typeof createPanel> = createPanel({
    bot,
    database,
    time,
    people,
    targets: () => targets,
    triedLogin: people().find(({ id }) => id === GUIDE.requester)?.name ?? "",
  });

  /** Whoever and whatever src/flows names is there before it says so. */
  async function makeRoomFor(deployed: Deployed): Promise<void> {
    if (hasWebhook(deployed.targets) && !hasWebhook(targets))
      progress.say(`  Webhook Targets are really called, signed with the secret ${WEBHOOK_SECRET}`);
    targets = deployed.targets;
    const known = workspace.knownIds();
    workspace.admit(standInsFor(deployed, (id) => known.has(id)));
    for (const id of deployed.people)
      if (!cast.some((member) => member.id === id)) cast.push({ id, part: "from your Flows" });
    const { roles, emailDomain = DOMAIN, loginsOf } = databaseNeeds(targets);
    workspace.moveEverybodyTo(emailDomain);
    await database.add(
      roles,
      people().flatMap(({ name, isBot }) => (isBot ? [] : loginsOf(name, emailDomain))),
    );
    // What fell due while nothing ran, and every timer that was set under another time.
    void bot.moveClock(time.offsetMs()).catch(() => undefined);
  }

  const server = await progress.step("the page", () =>
    startServer({
      simulator: workspace,
      panel,
      port,
      host: "127.0.0.1",
      cast,
      guide: { ...GUIDE },
      guideMemory: { read: () => readJson(data.guide), write: (text) => replaceFile(data.guide, text) },
    }),
  );
  const botRuns = await progress.step("the bot", () => bot.start());
  isStarted = true;

  const sweeping = setInterval(() => void bot.sweep().catch(() => undefined), SWEEP_EVERY_MS);
  const looking = setInterval(() => {
    void panel.lookAgain().catch(() => undefined);
    for (const { source, detail } of workspace.takeViolations())
      progress.warn(`Slack would refuse this (${source}): ${detail}`);
  }, LOOK_EVERY_MS);

  return {
    url: server.url,
    databaseUrl: database.url,
    botRuns,
    async stop() {
      clearInterval(sweeping);
      clearInterval(looking);
      await server.close();
      await bot.stop();
      workspace.save();
      await database.close();
    },
  };
}
