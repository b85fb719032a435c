// The Workers under test as single files: Sym exactly as `wrangler deploy` would publish it, and the bench's own Workers with
// the same kind of settings. Deploys nothing.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, parse, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { unstable_readConfig } from "wrangler";
import { ofNode } from "../../scripts/of-node.ts";
import { quietWrangler } from "../../scripts/quiet-wrangler.ts";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** What is built goes here. */
export const OUT = join(ROOT, ".reports/bench");

const configured = () => unstable_readConfig({ config: join(ROOT, "wrangler.toml") });

/** Settings of wrangler.toml that decide how a Worker runs. */
export function workerSettings(): { readonly date: string; readonly flags: readonly string[] } {
  const { compatibility_date, compatibility_flags } = configured();
  if (compatibility_date === undefined) throw new Error("wrangler.toml names no compatibility_date");
  return { date: compatibility_date, flags: compatibility_flags };
}

export interface Deployable {
  /** The one file. */
  readonly script: string;
  /** Esbuild's own account of what is in it. */
  readonly metafile: string;
}

/** What `wrangler deploy` would publish with these arguments more. `entry`: in place of the deployed one, from the root. */
export function deployable(
  name: string,
  { entry = "src/index.ts", more = [] }: { readonly entry?: string; readonly more?: readonly string[] } = {},
): Deployable {
  const dir = join(OUT, name);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const metafile = join(dir, "meta.json");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["scripts/wrangler.ts", "deploy", entry, "--dry-run", "--outdir", dir, "--metafile", metafile, ...more],
    { cwd: ROOT, encoding: "utf8", env: { ...process.env, ...quietWrangler } },
  );
  if (status !== 0) throw new Error(`wrangler could not build the Worker:\n${stdout}${stderr}`);
  return { script: join(dir, `${parse(entry).name}.js`), metafile };
}

/** A Worker of the bench's own as one file. `entry`: from the project's root. */
export async function bundled(entry: string): Promise<string> {
  const { alias = {}, minify = false, keep_names = true } = configured();
  const outfile = join(OUT, `${entry.replaceAll("/", "-").replace(/\.ts$/, "")}.js`);
  await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*", "node:*"],
    plugins: [ofNode],
    alias: Object.fromEntries(Object.entries(alias).map(([from, to]) => [from, resolve(ROOT, String(to))])),
    minify,
    keepNames: keep_names,
    logLevel: "warning",
  });
  return outfile;
}

export const scriptOf = (file: string): string => readFileSync(file, "utf8");
