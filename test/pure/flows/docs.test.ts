// docs/flows.md holds what it says: every block of TypeScript in it compiles and is a configuration that the bot would start
// with, and every setting that there is has an example. So do the pieces on the pages of docs/targets that say what they are
// pieces of. The blocks are written below .reports/ and read from there.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { sayProblems } from "../../../src/domain/flow-check.ts";
import { deploymentShape, environmentShape, flowEnvironmentShape, flowShape } from "../../../src/domain/flow-schema.ts";
import { settings as postgresSettings } from "../../../src/strategies/postgres-role/settings.ts";
import { settings as postgresUserSettings } from "../../../src/strategies/postgres-user/settings.ts";
import { problemsOf } from "./checking.ts";

const page = readFileSync("docs/flows.md", "utf8");
const folder = resolve(".reports/docs-flows");

/** ` ```ts` is a whole file that names itself; ` ```ts KIND` is a piece of one. */
const blocksOf = (text: string, prefix = "") =>
  [...text.matchAll(/^```ts(?: (\w+))?\n([\s\S]*?)^```$/gm)].map(([, kind = "file", code = ""], at) => ({
    kind,
    code,
    path: /^\/\/ src\/(flows\/[a-z-]+\.ts)\n/.exec(code)?.[1] ?? `pieces/${prefix}${kind}-${at}.ts`,
  }));

const pageBlocks = blocksOf(page);
const pieces = readdirSync("docs/targets").flatMap((file) =>
  blocksOf(readFileSync(`docs/targets/${file}`, "utf8"), `${file.replace(".md", "")}-`).filter(
    ({ kind }) => kind !== "file",
  ),
);
const blocks = [...pageBlocks, ...pieces];

const everything =
  "admins, allOf, anyOf, anyone, approval, aptibleRole, awsIamGroup, awsIdentityCenter, awsLambda, bool, boundaryGroup, channel, choice, choices, cloudflareAccessGroup, defineEnvironments, deployment, duration, entraGroup, fromField, githubRepo, githubTeam, googleGroup, googleGroupMembers, int, ldapGroup, mysqlRole, mysqlUser, not, oktaGroup, oktaGroupMembers, onCallIn, onCallWebhook, oneloginRole, opsgenieSchedule, pagerDuty, pagerDutyPolicy, pagerDutySchedule, people, pickedIn, postgresRole, postgresUser, rule, scimGroup, slackUser, slackUsergroup, slackUsers, tailscaleGroup, text, usergroup, webhook";

/** A whole deployment around a piece: what the piece says replaces what stands here. */
const around = ({ flow = "", targets = "", settings = "" }) => `import { ${everything} } from "../sym.ts";
import { environments as documented } from "../flows/environments.ts";
const environments = defineEnvironments({
  ...documented,
  prod: { ...documented.prod, targets: { ...documented.prod.targets, ${targets} } },
});
const terms = {
  name: "example",
  label: "Example",
  durations: ["1h"],
  ${/^stages:/m.test(flow) ? "" : 'approvers: people("U0BEN"),'}
  route: channel("C0REQUESTS"),
  environments: { prod: { targets: ["orders-read"] } },
} as const;
const whole = { environments, admins: { people: ["U0ADA"] }, operatorsChannel: "C0OPS" } as const;
export default deployment({ ...whole, flows: [approval(environments, { ...terms, ${flow} })], ${settings} });
`;

const fileOf = ({ kind, code }: (typeof blocks)[number]): string => {
  switch (kind) {
    case "file":
    case "broken":
      return code;
    case "flow":
      return around({ flow: code });
    case "strategy":
      return `${code}${around({ targets: "lab", settings: "strategies" })}`;
    case "fields":
      return around({ flow: `fields: {${code}}, environments: { prod: { targets: ["orders-read", "vpn"] } }` });
    case "targets":
      return around({ targets: code });
    case "deployment":
      return around({ settings: code });
    default:
      throw new Error(`a block is of an unknown kind: ${kind}`);
  }
};

const definitionIn = async (path: string): Promise<unknown> => {
  const module: { readonly default?: unknown } = await import(
    /* @vite-ignore */ pathToFileURL(`${folder}/${path}`).href
  );
  return module.default;
};

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  for (const below of ["flows", "pieces"]) mkdirSync(`${folder}/${below}`, { recursive: true });
  writeFileSync(`${folder}/sym.ts`, 'export * from "../../src/sym.ts";\n');
  writeFileSync(`${folder}/tsconfig.json`, '{ "extends": "../../src/tsconfig.json", "include": ["."] }\n');
  for (const block of blocks) writeFileSync(`${folder}/${block.path}`, fileOf(block));
});

test("every block compiles", () => {
  expect(pageBlocks.length).toBeGreaterThan(15);
  expect(pieces.length).toBeGreaterThan(2);
  const compiler = resolve("node_modules/typescript/bin/tsc");
  const { stdout, stderr } = spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" });
  expect(`${stdout}${stderr}`).toBe("");
}, 60_000);

test.each(blocks.filter(({ kind }) => kind !== "file" && kind !== "broken"))("$path is accepted", async ({ path }) => {
  expect(problemsOf(await definitionIn(path))).toEqual([]);
});

test("the files of the page are one deployment that the bot would start with", async () => {
  const files = blocks.filter(({ kind }) => kind === "file").map(({ path }) => path);
  expect(files.sort()).toEqual(["database", "deploy", "environments", "index"].map((name) => `flows/${name}.ts`));
  expect(problemsOf(await definitionIn("flows/index.ts"))).toEqual([]);
});

test("the broken deployment of the page is told what the page says", async () => {
  const broken = blocks.find(({ kind }) => kind === "broken")?.path ?? "";
  const said = /^```text\n([\s\S]*?)\n```$/m.exec(page)?.[1];
  expect(sayProblems(problemsOf(await definitionIn(broken)))).toBe(said);
});

test("every setting that there is has an example", () => {
  const settings = [
    ...Object.keys({ ...flowShape, ...flowEnvironmentShape, ...deploymentShape, ...environmentShape }),
    ...Object.keys(postgresSettings.shape),
    ...Object.keys(postgresUserSettings.shape),
    ...["readUrl", "secret", "data", "endRemovesStanding"],
    ...[
      "hint",
      "required",
      "multiline",
      "min",
      "max",
      "pattern",
      "options",
      "default",
      "tick",
      "shownWhen",
      "maxDuration",
    ],
  ].filter((name) => name !== "template");
  const code = pageBlocks.map((block) => block.code).join("\n");
  expect(settings.filter((name) => !new RegExp(`\\b${name}(?::|,$| = )`, "m").test(code))).toEqual([]);
});
