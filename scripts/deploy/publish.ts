// The whole deployment, in order: everything that can refuse comes before everything that changes something. Each step looks
// first and does only what is not done yet, so that a deployment that was cut short is simply run again.
import * as z from "zod";
import type { CheckedDeployment } from "../../src/domain/flow-check.ts";
import type { Strategies } from "../../src/ports.ts";
import { checkFlows, sayFlows } from "./check-flows.ts";
import { SLACK_SECRETS, settingProblems } from "./check-settings.ts";
import { ensureDatabase } from "./database.ts";
import { jsonIn } from "./json-answer.ts";
import { playgroundNames } from "./playground-names.ts";
import type { Step } from "./progress.ts";
import type { Outcome, Project, WranglerSettings } from "./project.ts";
import { listed, Refused, wranglerFailed } from "./refused.ts";
import { checkSecrets, secretsOf } from "./secrets.ts";
import { sayUnlisted } from "./unlisted-files.ts";

export interface Published {
  /** Where the Worker answers, as an origin; null where wrangler did not say. */
  readonly origin: string | null;
  /** wrangler.toml was told its database just now. */
  readonly first: boolean;
}

export interface Publishing {
  readonly project: Project;
  readonly strategies: Strategies;
  readonly step: Step;
}

/** Everything that needs no account, wrangler's own dry run at the end. Throws `Refused`. */
export async function rehearse(publishing: Publishing): Promise<void> {
  await check(publishing);
  await publishing.step(
    "Dry run",
    () => shown(publishing.project, ["deploy", "--dry-run"], "The Worker cannot be built"),
    {
      loud: true,
    },
  );
}

/** Throws `Refused`. */
export async function publish(publishing: Publishing): Promise<Published> {
  const { project, step } = publishing;
  const { settings, secrets } = await check(publishing);
  await step("Account", async (tell) => tell(await account(project)));
  await step("Secrets", async (tell) => {
    await checkSecrets(project, secrets);
    tell([...secrets.keys()].join(", "));
  });
  const { name } = settings.database;
  const database = await step("Database", async (tell) => {
    const how = await ensureDatabase(project, settings.database);
    tell({ known: name, found: `${name}, which was there already`, made: `${name}, made just now` }[how]);
    return how;
  });
  // Migrations only add, so the version of the Worker that is running does not mind them.
  const migrate = ["d1", "migrations", "apply", name, "--remote"];
  await step("Migrations", () => shown(project, migrate, `The database ${name} could not be brought up to date`), {
    loud: true,
  });
  const { reports } = await step(
    "Worker",
    () => shown(project, ["deploy"], "The Worker could not be published", "asking"),
    {
      loud: true,
    },
  );
  return { origin: originIn(reports), first: database !== "known" };
}

interface Checked {
  readonly settings: WranglerSettings;
  /** Name to who reads it. */
  readonly secrets: ReadonlyMap<string, string>;
}

async function check({ project, strategies: deployed, step }: Publishing): Promise<Checked> {
  const { deployment, strategies } = await step("Flows", async (tell) => {
    const checked = await checkFlows(project, deployed);
    refusePlayground(checked.deployment, project);
    tell([sayFlows(checked.deployment), ...sayUnlisted(project.flowSources())].join("; "));
    return checked;
  });
  return step("Settings", async (tell) => {
    const others = project.otherSettings();
    if (others.length > 0)
      throw new Refused(
        [
          "wrangler would take these settings in place of wrangler.toml, the only ones that are looked at:",
          ...others,
        ].join("\n  - "),
        "Move what you need of it into wrangler.toml, and take it away.",
      );
    const settings = await project.wranglerSettings();
    const secrets = secretsOf(deployment, strategies, [...SLACK_SECRETS, ...settings.requiredSecrets]);
    const problems = settingProblems(settings, project.looseSettings(), [...secrets.keys()]);
    if (problems.length > 0) throw new Refused(listed("These settings are not for publishing:", problems));
    tell(`Worker ${settings.worker}, database ${settings.database.name}`);
    return { settings, secrets };
  });
}

function refusePlayground(deployment: CheckedDeployment, project: Project): void {
  const names = playgroundNames(deployment, project.flowSources());
  if (names.length === 0) return;
  throw new Refused(
    listed("src/flows still names the playground's people, channels or addresses:", names),
    "Put your own there. In Slack: Copy member ID in a profile; the id of a channel is at the end of its details;",
    "that of a user group (S…) ends its address when it is opened under People, User groups in a browser.",
  );
}

const login = z.object({
  loggedIn: z.boolean(),
  accounts: z.array(z.object({ name: z.string() })).default([]),
});

/** Who is logged in, in words. */
async function account(project: Project): Promise<string> {
  const outcome = await project.wrangler(["whoami", "--json"], "silent");
  const answer = login.safeParse(jsonIn(outcome));
  if (answer.success && !answer.data.loggedIn)
    throw new Refused("You are not logged in to Cloudflare.", "npx wrangler login   # or set CLOUDFLARE_API_TOKEN");
  if (outcome.code !== 0 || !answer.success) throw wranglerFailed("Cloudflare could not be asked who you are", outcome);
  return answer.data.accounts.map(({ name }) => name).join(", ");
}

/** Runs it before everybody's eyes. */
async function shown(
  project: Project,
  args: readonly string[],
  failure: string,
  talk: "aloud" | "asking" = "aloud",
): Promise<Outcome> {
  const outcome = await project.wrangler(args, talk);
  if (outcome.code !== 0) throw wranglerFailed(failure, outcome);
  return outcome;
}

const deployReport = z.object({ type: z.literal("deploy"), targets: z.array(z.string()) });

/** The first address among the targets, which also list timers. A domain of one's own comes before workers.dev. */
function originIn(reports: readonly unknown[]): string | null {
  const targets = reports.flatMap((report) => deployReport.safeParse(report).data?.targets ?? []);
  const own = targets.flatMap((target) => /^(\S+) \(custom domain/.exec(target)?.[1] ?? []);
  const address = own[0] === undefined ? targets.find((target) => target.startsWith("https://")) : `https://${own[0]}`;
  return address === undefined ? null : (URL.parse(address)?.origin ?? null);
}
