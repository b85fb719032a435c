// The files that a deployment and an installation stand on, judged as text: wrangler.toml, the migrations, the lockfile.
// Each rule guards against a loss that no other test would notice.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { unstable_readConfig } from "wrangler";
import * as z from "zod";

/** Classes that have been published. Their objects hold live grants: a name may be added here, and never taken out. */
const published = ["RequestObject", "EntitlementObject", "GateObject", "WatchdogObject"];

const classNames = z.array(z.string()).default([]);

/** What is judged here of wrangler.toml, as wrangler itself reads it. */
const config = z
  .object({
    durable_objects: z.object({ bindings: z.array(z.object({ class_name: z.string() })) }),
    migrations: z.array(
      z.object({
        new_sqlite_classes: classNames,
        deleted_classes: classNames,
        renamed_classes: z.array(z.unknown()).default([]),
      }),
    ),
    compatibility_date: z.string(),
    triggers: z.object({ crons: z.array(z.string()) }),
  })
  .parse(unstable_readConfig({ config: "wrangler.toml" }));

test("wrangler.toml never loses a Durable Object class", () => {
  expect(config.migrations.flatMap((step) => step.new_sqlite_classes)).toEqual(published);
  expect(config.migrations.flatMap((step) => [...step.deleted_classes, ...step.renamed_classes])).toEqual([]);
  expect(config.durable_objects.bindings.map(({ class_name }) => class_name).sort()).toEqual([...published].sort());
});

/** Its queue is only advice, and whoever is forgotten asks again. */
const WITHOUT_ALARM = ["GateObject"];

test("every class of objects is exported, and has its alarm", () => {
  for (const name of published) {
    const file = `src/objects/${name.replace("Object", "").toLowerCase()}.ts`;
    expect(readFileSync("src/index.ts", "utf8"), name).toContain(`export class ${name} extends`);
    if (!WITHOUT_ALARM.includes(name))
      expect(readFileSync(file, "utf8"), name).toMatch(/\n {4}override async alarm\(\): Promise<void> \{\n/);
  }
});

test("the compatibility date is not older than what alarms and objects here rely on", () => {
  expect(config.compatibility_date >= "2026-02-24", config.compatibility_date).toBe(true);
});

test("no secret stands in wrangler.toml", () => {
  const text = readFileSync("wrangler.toml", "utf8").replace(/#.*$/gm, "");
  expect(text).not.toMatch(
    /^\s*(?:OPS_TOKEN|HEARTBEAT_URL|SLACK_(?:SIGNING_SECRET|BOT_TOKEN)|\w+_(?:SECRET|TOKEN|KEY|PASSWORD))\s*=/m,
  );
  expect(text).not.toMatch(/xox[abp]-|-----BEGIN|postgres(?:ql)?:\/\//);
});

test("the sweep over the database has its timer", () => {
  expect(config.triggers.crons).toEqual(["* * * * *"]);
});

test("no migration switches foreign keys off, which D1 ignores, so that a rebuilt table would lose its children", () => {
  const files = existsSync("migrations") ? readdirSync("migrations").filter((name) => name.endsWith(".sql")) : [];
  const broken = files.filter((name) => /foreign_keys\s*=\s*(?:off|0|false|no)\b/i.test(migration(name)));
  expect(broken.map((name) => `migrations/${name}: PRAGMA foreign_keys=OFF`)).toEqual([]);
});

function migration(name: string): string {
  return readFileSync(`migrations/${name}`, "utf8");
}

const lockfile = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        resolved: z.string().optional(),
        integrity: z.string().optional(),
        optionalDependencies: z.record(z.string(), z.string()).optional(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync("package-lock.json", "utf8")));

test("the lockfile installs from whatever registry npm is given", () => {
  const tied = Object.entries(lockfile.packages).filter(
    ([, { resolved }]) => resolved !== undefined && !resolved.startsWith("https://registry.npmjs.org/"),
  );
  expect(tied.map(([path, { resolved }]) => `${path}: resolved from ${resolved}`)).toEqual([]);
});

const manifest = z
  .object({
    allowScripts: z.record(z.string(), z.boolean()),
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync("package.json", "utf8")));

test("every package is of one version, known by its hash, and runs nothing when it is installed", () => {
  const unknown = Object.entries(lockfile.packages).filter(
    ([path, { integrity }]) => path !== "" && !/^sha512-[\w+/]{86}==$/.test(integrity ?? ""),
  );
  expect(unknown.map(([path]) => path)).toEqual([]);
  const asked = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  expect(Object.values(manifest.allowScripts)).not.toContain(true);
});

test("the lockfile knows the package of every platform, without which `npm ci` refuses it", () => {
  const missing = Object.entries(lockfile.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !isLocked(name, path))
      .map((name) => `${name}, wanted by ${path || "the project"}`),
  );
  expect(missing).toEqual([]);
});

/** Node's own search: beside the package that asks, then in every folder further up. */
function isLocked(name: string, path: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    if (`${folder === "" ? "" : `${folder}/`}node_modules/${name}` in lockfile.packages) return true;
    if (folder === "") return false;
  }
}
