// Asks the record, in the cloud or of a playground on this machine, through wrangler. Only reads.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import { readJson } from "../deploy/json-answer.ts";
import type { Project } from "../deploy/project.ts";
import { Refused, wranglerFailed } from "../deploy/refused.ts";
import type { Query } from "./write-export.ts";

const answer = z.array(z.object({ results: z.array(z.record(z.string(), z.unknown())) })).length(1);

/** Throws `Refused`. `playground`: its data directory; null: the database that is published. */
export async function recordAt(
  project: Pick<Project, "wrangler" | "wranglerSettings">,
  playground: string | null,
): Promise<Query> {
  const where = playground === null ? await published(project) : local(playground);
  return async (sql) => {
    const outcome = await project.wrangler(["d1", "execute", ...where, "--json", "--command", sql], "silent");
    if (outcome.code !== 0) throw wranglerFailed("The record could not be read", outcome);
    return readJson(outcome, answer, "d1 execute").flatMap(({ results }) => results);
  };
}

async function published(project: Pick<Project, "wranglerSettings">): Promise<string[]> {
  const { database } = await project.wranglerSettings();
  return [database.name, "--remote"];
}

/** As the playground itself tells wrangler of it. */
function local(directory: string): string[] {
  const config = resolve(join(directory, "wrangler.json"));
  if (!existsSync(config)) throw new Refused(`There is no playground in ${directory}.`, "npm start   # makes one");
  return ["DB", "--local", "--persist-to", resolve(join(directory, "state")), "--config", config];
}
