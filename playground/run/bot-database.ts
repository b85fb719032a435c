// Brings the local D1 to the newest migration, with the very command that a deployment uses. Asks wrangler only when there
// is something new, since the answer takes seconds. Never runs while the bot is up.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { type DataDirectory, readJson, replaceFile } from "./data-directory.ts";

/** The local database goes by its own id, so that a deployment, which writes another into wrangler.toml, loses nothing. */
export const DATABASE = { binding: "DB", database_name: "sym", database_id: "sym-playground" } as const;

const MIGRATIONS = fileURLToPath(new URL("../../migrations/", import.meta.url));
const WRANGLER = fileURLToPath(new URL("../../node_modules/wrangler/bin/wrangler.js", import.meta.url));

/** Throws with what wrangler said. */
export async function migrate({ databaseConfig, state, migrated }: DataDirectory, compatibilityDate: string) {
  const wanted = Object.fromEntries(
    readdirSync(MIGRATIONS)
      .filter((name) => name.endsWith(".sql"))
      .sort()
      .map((name) => [name, readFileSync(`${MIGRATIONS}${name}`, "utf8")]),
  );
  const done = z.record(z.string(), z.string()).safeParse(readJson(migrated)).data ?? {};
  const changed = Object.keys(done).find((name) => wanted[name] !== done[name]);
  if (changed !== undefined)
    throw new Error(`migrations/${changed} is not what this playground was built with: npm start -- --reset`);
  if (Object.keys(wanted).length === Object.keys(done).length) return;
  const config = {
    name: "sym",
    compatibility_date: compatibilityDate,
    d1_databases: [{ ...DATABASE, migrations_dir: MIGRATIONS }],
  };
  replaceFile(databaseConfig, JSON.stringify(config));
  const args = ["d1", "migrations", "apply", DATABASE.binding, "--local", "--persist-to", state];
  const child = spawn(process.execPath, [WRANGLER, ...args, "--config", databaseConfig], {
    // CI: it asks nobody whether it may.
    env: { ...process.env, CI: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
  const [code] = (await once(child, "close")) as unknown[];
  if (code !== 0) throw new Error(`The migrations could not be applied:\n${said}`);
  replaceFile(migrated, JSON.stringify(wanted));
}
