// A Cloudflare account as wrangler 4.155.0 shows it: the same words and the same JSON, with state behind them. Can be told to
// fail. Answers a command that it does not know with an error, as wrangler does.
import type { Outcome, Project, Talk } from "../../../scripts/deploy/project.ts";

export interface FakeAccount {
  loggedIn: boolean;
  /** Id to name and tables. */
  readonly databases: Map<string, { readonly name: string; tables: string[] }>;
  /** Null until there is a Worker. */
  worker: { readonly secrets: Set<string>; deployed: number } | null;
  /** By the beginning of a command: how it fails, every time. */
  readonly failures: Map<string, { readonly code: number; readonly stderr: string }>;
  /** Every command so far, as one would type it behind `wrangler`, with how it may talk. */
  readonly commands: { readonly line: string; readonly talk: Talk }[];
  wrangler: Project["wrangler"];
}

const OK = { code: 0, stdout: "", stderr: "", reports: [] };
const printed = (answer: unknown): Outcome => ({ ...OK, stdout: `${JSON.stringify(answer, null, 2)}\n` });
const failed = (words: string): Outcome => ({
  ...OK,
  code: 1,
  stdout: "\n",
  stderr: `✘ [ERROR] ${words}\n\n\n🪵  Logs were written to "wrangler.log"\n`,
});

export function fakeAccount(): FakeAccount {
  const account: FakeAccount = {
    loggedIn: true,
    databases: new Map(),
    worker: null,
    failures: new Map(),
    commands: [],
    wrangler: async (args, talk) => {
      const line = args.join(" ");
      account.commands.push({ line, talk });
      const failure = [...account.failures].find(([command]) => line.startsWith(command))?.[1];
      const outcome = failure === undefined ? answer(account, args) : { ...OK, ...failure };
      // What it says to the terminal itself is not heard here.
      return talk === "silent" ? outcome : { ...outcome, stdout: "", stderr: "" };
    },
  };
  return account;
}

function answer(account: FakeAccount, args: readonly string[]): Outcome {
  const line = args.join(" ");
  if (line === "deploy --dry-run") return OK;
  if (line === "whoami --json")
    return account.loggedIn
      ? printed({
          loggedIn: true,
          authType: "OAuth Token",
          email: "ops@acme.dev",
          accounts: [{ id: "a", name: "Acme" }],
        })
      : { ...printed({ loggedIn: false }), code: 1 };
  if (!account.loggedIn)
    return failed("In a non-interactive environment, it's necessary to set a CLOUDFLARE_API_TOKEN");
  if (line === "secret list --format json")
    return account.worker === null
      ? failed('Worker "sym" not found.\n\n  If this is a new Worker, run `wrangler deploy` first to create it.')
      : printed([...account.worker.secrets].map((name) => ({ name, type: "secret_text" })));
  if (line === "d1 list --json")
    return printed([...account.databases].map(([uuid, { name }]) => ({ uuid, name, version: "production" })));
  if (line === "deploy") return deploy(account);
  const [area, verb, name = ""] = args;
  if (area === "d1" && verb === "create") return create(account, name);
  if (area === "d1" && verb === "execute") {
    const found = account.databases.get(name);
    if (found === undefined) return failed(`Couldn't find a D1 DB with name or binding '${name}'`);
    return printed([{ results: found.tables.map((table) => ({ name: table })), success: true, meta: {} }]);
  }
  if (area === "d1" && verb === "migrations") {
    const found = [...account.databases.values()].find((database) => database.name === args[3]);
    if (found === undefined) return failed("Couldn't find the database");
    found.tables = ["d1_migrations", "sqlite_sequence", "_cf_KV", "requests", "flow_versions"];
    return OK;
  }
  return failed(`Unknown arguments: ${line}`);
}

function create({ databases }: FakeAccount, name: string): Outcome {
  if ([...databases.values()].some((database) => database.name === name))
    return failed(`A database with name '${name}' already exists [code: 7502]`);
  databases.set(`0000000${databases.size + 1}-1111-4222-8333-444444444444`, { name, tables: [] });
  return { ...OK, stdout: `✅ Successfully created DB '${name}'\nCreated your new D1 database.\n` };
}

function deploy(account: FakeAccount): Outcome {
  account.worker ??= { secrets: new Set(), deployed: 0 };
  account.worker.deployed++;
  const targets = ["https://sym.acme.workers.dev", "schedule: * * * * *"];
  return {
    ...OK,
    reports: [
      { type: "wrangler-session", version: 1 },
      { type: "deploy", version: 1, targets },
    ],
  };
}
