// The D1 database that is the record: made on the first deployment, found again ever after by the id in wrangler.toml. Never
// takes a database that holds something else, and never changes anything in wrangler.toml but the placeholder.
import * as z from "zod";
import { readJson } from "./json-answer.ts";
import type { D1Settings, Project } from "./project.ts";
import { Refused, wranglerFailed } from "./refused.ts";

export const PLACEHOLDER_ID = "00000000-0000-0000-0000-000000000000";

/** A table that every record of Sym has; a database with tables and without this one is somebody else's. */
const OWN_TABLE = "requests";

const listing = z.array(z.object({ uuid: z.string().min(1), name: z.string() }));
const tables = z.array(z.object({ results: z.array(z.object({ name: z.string() })) }));

/** `known`: wrangler.toml named it already. */
export async function ensureDatabase(project: Project, { name, id }: D1Settings): Promise<"known" | "found" | "made"> {
  if (id !== null && id !== PLACEHOLDER_ID) return "known";
  const before = await idOf(project, name);
  if (before !== null) {
    await checkOwn(project, name, before);
    writeId(project, before);
    return "found";
  }
  const made = await project.wrangler(["d1", "create", name], "silent");
  if (made.code !== 0) throw wranglerFailed(`The database ${name} could not be made`, made);
  const after = await idOf(project, name);
  if (after === null)
    throw new Refused(
      `The database ${name} was made, and Cloudflare does not list it yet.`,
      "Wait a minute and run npm run deploy again: it will be found.",
    );
  writeId(project, after);
  return "made";
}

async function idOf(project: Project, name: string): Promise<string | null> {
  const outcome = await project.wrangler(["d1", "list", "--json"], "silent");
  if (outcome.code !== 0) throw wranglerFailed("The account's databases could not be listed", outcome);
  return readJson(outcome, listing, "d1 list").find((database) => database.name === name)?.uuid ?? null;
}

/** Empty, or a record of Sym from an earlier deployment. */
async function checkOwn(project: Project, name: string, id: string): Promise<void> {
  const sql = "select name from sqlite_master where type = 'table'";
  const outcome = await project.wrangler(["d1", "execute", id, "--remote", "--json", "--command", sql], "silent");
  if (outcome.code !== 0) throw wranglerFailed(`The database ${name} could not be looked into`, outcome);
  const names = readJson(outcome, tables, "d1 execute")
    .flatMap(({ results }) => results.map((row) => row.name))
    .filter((table) => !/^(?:_cf_|sqlite_|d1_migrations$)/.test(table));
  if (names.length === 0 || names.includes(OWN_TABLE)) return;
  throw new Refused(
    `The account has a database called ${name} that holds something else (${names.slice(0, 3).join(", ")}).`,
    "Choose another database_name in wrangler.toml, and run npm run deploy again.",
  );
}

function writeId({ wranglerToml }: Project, id: string): void {
  wranglerToml.write(withDatabaseId(wranglerToml.read(), id));
}

/** The same text with the id in the placeholder's place. */
export function withDatabaseId(toml: string, id: string): string {
  const setting = new RegExp(`^([ \\t]*database_id[ \\t]*=[ \\t]*)(["'])${PLACEHOLDER_ID}\\2`, "gm");
  if ([...toml.matchAll(setting)].length !== 1)
    throw new Refused(
      `wrangler.toml does not have the line database_id = "${PLACEHOLDER_ID}" exactly once.`,
      `Write database_id = "${id}" under the binding DB, and run npm run deploy again.`,
    );
  return toml.replace(setting, (_line, before: string, quote: string) => `${before}${quote}${id}${quote}`);
}
