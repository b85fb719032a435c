// A checkout in memory: Flows of somebody's own, the real wrangler.toml as text, and an account to publish to.
import { readFileSync } from "node:fs";
import { PLACEHOLDER_ID } from "../../../scripts/deploy/database.ts";
import { stepsTo } from "../../../scripts/deploy/progress.ts";
import type { LooseSetting, Project, WranglerSettings } from "../../../scripts/deploy/project.ts";
import { type Published, publish, rehearse } from "../../../scripts/deploy/publish.ts";
import { strategies } from "../../../src/strategies/registry.ts";
import { type FakeAccount, fakeAccount } from "./fake-account.ts";
import { ownFlows } from "./flows.ts";

export interface FakeCheckout {
  readonly account: FakeAccount;
  /** What src/flows exports; an error: what loading it throws. */
  flows: unknown;
  sources: { path: string; text: string }[];
  toml: string;
  /** Changes of what wrangler.toml says beside the database. */
  settings: Partial<WranglerSettings>;
  loose: LooseSetting[];
  /** Files that wrangler would read in place of wrangler.toml. */
  others: string[];
  /** Lines in the terminal. */
  readonly said: string[];
  publish(): Promise<Published>;
  rehearse(): Promise<void>;
}

export const REAL_TOML = readFileSync("wrangler.toml", "utf8").replace(
  /database_id = "[^"]*"/,
  `database_id = "${PLACEHOLDER_ID}"`,
);

export function fakeCheckout(account: FakeAccount = fakeAccount()): FakeCheckout {
  const said: string[] = [];
  const checkout: FakeCheckout = {
    account,
    flows: ownFlows,
    sources: [],
    toml: REAL_TOML,
    settings: {},
    loose: [],
    others: [],
    said,
    publish: () => publish(publishing),
    rehearse: () => rehearse(publishing),
  };
  const project: Project = {
    loadFlows: async () => {
      if (checkout.flows instanceof Error) throw checkout.flows;
      return checkout.flows;
    },
    flowSources: () => checkout.sources,
    otherSettings: () => checkout.others,
    wranglerSettings: async () => ({
      worker: "sym",
      mains: [{ section: "top level", main: "src/index.ts" }],
      database: { name: "sym", id: /database_id = "([^"]*)"/.exec(checkout.toml)?.[1] ?? null },
      requiredSecrets: ["SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"],
      buckets: [],
      variables: [{ section: "[vars]", name: "SLACK_API_URL", value: "https://slack.com/api/" }],
      ...checkout.settings,
    }),
    wranglerToml: {
      read: () => checkout.toml,
      write: (text) => {
        checkout.toml = text;
      },
    },
    looseSettings: () => checkout.loose,
    manifestOrigin: () => null,
    wrangler: account.wrangler,
  };
  const publishing = { project, strategies, step: stepsTo((line) => said.push(line)) };
  return checkout;
}

/** Every secret that these Flows read. */
export const ALL_SECRETS = ["SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN", "REPORTS_DATABASE_URL"];

/** An account whose Worker has every secret: what the README's first steps leave behind. */
export function accountWithSecrets(): FakeAccount {
  const account = fakeAccount();
  account.worker = { secrets: new Set(ALL_SECRETS), deployed: 0 };
  return account;
}
