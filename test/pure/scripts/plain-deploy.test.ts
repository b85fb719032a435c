// A deployment that goes past `npm run deploy`: wrangler by itself, in a checkout whose Flows are wrong.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { expect, onTestFinished, test } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");

test("a plain wrangler deploy of Flows that the bot would not start with publishes nothing and names what is wrong", () => {
  const checkout = mkdtempSync(join(tmpdir(), "sym-"));
  onTestFinished(() => rmSync(checkout, { recursive: true }));
  for (const name of ["src", "scripts", "package.json", "wrangler.toml", "tsconfig.json"])
    cpSync(join(ROOT, name), join(checkout, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(checkout, "node_modules"));
  writeFileSync(join(checkout, "src/flows/index.ts"), "export default { admins: 7 };\n");

  const deploy = ["scripts/wrangler.ts", "deploy", "--dry-run", "--outdir", "built"];
  const { status, stdout, stderr } = spawnSync(process.execPath, deploy, { cwd: checkout, encoding: "utf8" });

  expect(status).toBe(1);
  expect(stdout + stderr).toContain("admins");
  expect(stdout + stderr).not.toContain("Total Upload");
}, 60_000);
