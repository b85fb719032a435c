// The project as it lies on the disk: src/flows, wrangler.toml, the settings of whoever deploys. Writes one file, wrangler.toml.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { parseEnv } from "node:util";
import * as z from "zod";
import type { LooseSetting, Project, SourceFile, WranglerSettings } from "./project.ts";
import { Refused } from "./refused.ts";
import { wranglerIn } from "./wrangler-process.ts";

/** `root`: absolute. */
export function projectIn(root: string): Project {
  const at = (path: string): string => join(root, path);
  const toml = at("wrangler.toml");
  return {
    loadFlows: async () => {
      const loaded: { default?: unknown } = await import(pathToFileURL(at("src/flows/index.ts")).href);
      return loaded.default;
    },
    flowSources: () => sourcesIn(root, "src/flows"),
    otherSettings: () => othersAbove(root),
    wranglerSettings: () => settingsIn(toml),
    wranglerToml: {
      read: () => readFileSync(toml, "utf8"),
      write: (text) => writeFileSync(toml, text),
    },
    looseSettings: () => [
      ...settingsFrom("the environment", process.env),
      ...readdirSync(root)
        .filter((name) => /^\.(?:dev\.vars|env)(?:$|\.)/.test(name))
        .sort()
        .flatMap((name) => settingsFrom(name, parseEnv(readFileSync(at(name), "utf8")))),
    ],
    manifestOrigin: () => originOf(at("manifest.json")),
    wrangler: wranglerIn(root),
  };
}

function sourcesIn(root: string, folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => /\.[cm]?[jt]sx?$/.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

/** wrangler looks for each of these in every folder up to the root of the disk before it takes a wrangler.toml. */
const OTHERS = ["wrangler.json", "wrangler.jsonc", ".wrangler/deploy/config.json"];

function othersAbove(folder: string): string[] {
  const here = OTHERS.map((name) => join(folder, name)).filter((path) => existsSync(path));
  const above = dirname(folder);
  return above === folder ? here : [...here, ...othersAbove(above)];
}

const settingsFrom = (from: string, found: Readonly<Record<string, string | undefined>>): LooseSetting[] =>
  Object.entries(found).flatMap(([name, value]) => (value === undefined ? [] : { from, name, value }));

const variables = z.record(z.string(), z.unknown()).default({});
const wranglerShape = z.object({
  name: z.string(),
  main: z.string(),
  vars: variables,
  env: z.record(z.string(), z.object({ main: z.string().optional(), vars: variables })).default({}),
  secrets: z.object({ required: z.array(z.string()).default([]) }).default({ required: [] }),
  r2_buckets: z.array(z.object({ binding: z.string() })).default([]),
  d1_databases: z.array(
    z.object({ binding: z.string(), database_name: z.string(), database_id: z.string().nullish() }),
  ),
});

/** The binding that the Worker reads. */
const BINDING = "DB";

async function settingsIn(path: string): Promise<WranglerSettings> {
  // Only now: it is large, and what it is not needed for should be told at once.
  const { experimental_readRawConfig: readRawConfig } = await import("wrangler");
  const read = wranglerShape.safeParse(readRawConfig({ config: path }).rawConfig);
  const database = read.data?.d1_databases.find(({ binding }) => binding === BINDING);
  if (!read.success || database === undefined)
    throw new Refused(
      "wrangler.toml lacks its name, its main, or the D1 database that is bound as DB with a database_name.",
      "Take them over from the wrangler.toml of Sym, and put your own values in.",
    );
  const { name, main, vars, env, secrets, r2_buckets } = read.data;
  const inSection = (section: string, values: Readonly<Record<string, unknown>>) =>
    Object.entries(values).map(([variable, value]) => ({ section, name: variable, value }));
  return {
    worker: name,
    mains: [
      { section: "top level", main },
      ...Object.entries(env).flatMap(([one, { main: own }]) =>
        own === undefined ? [] : [{ section: `[env.${one}]`, main: own }],
      ),
    ],
    database: { name: database.database_name, id: database.database_id ?? null },
    requiredSecrets: secrets.required,
    buckets: r2_buckets.map(({ binding }) => binding),
    variables: [
      ...inSection("[vars]", vars),
      ...Object.entries(env).flatMap(([one, { vars: own }]) => inSection(`[env.${one}.vars]`, own)),
    ],
  };
}

const manifest = z.object({ settings: z.object({ event_subscriptions: z.object({ request_url: z.string() }) }) });

function originOf(path: string): string | null {
  if (!existsSync(path)) return null;
  const read = manifest.safeParse(JSON.parse(readFileSync(path, "utf8")));
  return read.success ? (URL.parse(read.data.settings.event_subscriptions.request_url)?.origin ?? null) : null;
}
