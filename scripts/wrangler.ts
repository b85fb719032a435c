// Runs wrangler, quiet and under this very Node: `node scripts/wrangler.ts deploy --dry-run`.
// Never through a shell: its own launcher would pick up a system Node that it refuses to run under.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { quietWrangler } from "./quiet-wrangler.ts";

const launcher = fileURLToPath(new URL("../node_modules/wrangler/bin/wrangler.js", import.meta.url));
const { status, error } = spawnSync(process.execPath, [launcher, ...process.argv.slice(2)], {
  stdio: "inherit",
  env: { ...process.env, ...quietWrangler },
});
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
