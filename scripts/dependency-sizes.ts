// How much of the Worker is whose: minified bytes in what would be published, by package, the largest first. Publishes nothing.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import * as z from "zod";

const meta = z.object({
  outputs: z.record(
    z.string(),
    z.object({ inputs: z.record(z.string(), z.object({ bytesInOutput: z.number() })).default({}) }),
  ),
});

const folder = mkdtempSync(join(tmpdir(), "sym-sizes-"));
try {
  const file = join(folder, "meta.json");
  const wrangler = fileURLToPath(new URL("wrangler.ts", import.meta.url));
  const args = [wrangler, "deploy", "--dry-run", "--outdir", folder, "--metafile", file];
  const { status } = spawnSync(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new Error("the Worker does not build");
  const sizes = new Map<string, number>();
  for (const { inputs } of Object.values(meta.parse(JSON.parse(readFileSync(file, "utf8"))).outputs))
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const owner = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? "sym";
      sizes.set(owner, (sizes.get(owner) ?? 0) + bytesInOutput);
    }
  for (const [name, bytes] of [...sizes].sort(([, a], [, b]) => b - a))
    if (bytes >= 500) console.log(`${name.padEnd(16)}${(bytes / 1_000).toFixed(0).padStart(5)} kB`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
