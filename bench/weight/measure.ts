// What a deployment weighs: the bytes that `wrangler deploy` sends, package by package, and what it takes to start.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import * as z from "zod";
import { quietWrangler } from "../../scripts/quiet-wrangler.ts";
import { deployable, OUT, ROOT } from "../harness/bundles.ts";
import { median, middleHalf, type Spread } from "../harness/statistics.ts";

export interface Weight {
  readonly bytes: number;
  readonly gzipBytes: number;
  /** Largest first: npm packages by name, Sym's own folders below `src/`. Bytes before gzip. */
  readonly packages: readonly { readonly name: string; readonly bytes: number }[];
  /** Processor time until the Worker could take its first request, in milliseconds. */
  readonly startUpMs: { readonly median: number; readonly middleHalf: Spread; readonly runs: number };
}

const metafile = z.object({
  outputs: z.record(z.string(), z.object({ inputs: z.record(z.string(), z.object({ bytesInOutput: z.number() })) })),
});

export function measureWeight({ startUps }: { readonly startUps: number }): Weight {
  const { script, metafile: account } = deployable("sym");
  const content = readFileSync(script);
  const active = Array.from({ length: startUps }, startUpMs);
  return {
    bytes: content.length,
    gzipBytes: gzipSync(content).length,
    packages: packagesIn(account),
    startUpMs: { median: median(active), middleHalf: middleHalf(active), runs: startUps },
  };
}

function packagesIn(account: string): Weight["packages"] {
  const bytes = new Map<string, number>();
  const { outputs } = metafile.parse(JSON.parse(readFileSync(account, "utf8")));
  for (const { inputs } of Object.values(outputs))
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const name = packageOf(path);
      bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput);
    }
  return [...bytes].map(([name, total]) => ({ name, bytes: total })).sort((a, b) => b.bytes - a.bytes);
}

/** `zod` for what is below `node_modules`, `src/slack` for Sym's own, `other` for what is written in between. */
function packageOf(path: string): string {
  const dependency = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  return dependency ?? /(?:^|\/)(src\/(?:[^/]+(?=\/))?)/.exec(path)?.[1]?.replace(/\/$/, "") ?? "other";
}

/** Wrangler's own measurement, on this machine. */
function startUpMs(): number {
  const profile = `${OUT}/start-up.cpuprofile`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["scripts/wrangler.ts", "check", "startup", "--outfile", profile],
    {
      cwd: ROOT,
      encoding: "utf8",
      env: { ...process.env, ...quietWrangler },
    },
  );
  const active = /Active: ([\d.]+) ms/.exec(stdout)?.[1];
  if (active === undefined) throw new Error(`wrangler did not tell how long a start takes:\n${stdout}${stderr}`);
  return Number(active);
}
