// Where the playground keeps things, each path in one place, and how they are written and forgotten.
// Never touches anything outside its own directory, and never removes a directory that it did not make.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

const MARK = "playground.txt";
const SAYS = "Everything in this directory belongs to the Sym playground: `npm start -- --reset` empties it.\n";

export interface DataDirectory {
  readonly path: string;
  /** Who is running on it. */
  readonly lock: string;
  /** Files of PostgreSQL. */
  readonly database: string;
  /** D1 and the objects, as wrangler keeps them. */
  readonly state: string;
  /** The simulated workspace. */
  readonly slack: string;
  /** How far the clock was moved. */
  readonly clock: string;
  /** How far the tour has come. */
  readonly guide: string;
  /** What the bot logged since the start. */
  readonly botLog: string;
  /** Our own name for the runtime's program: a process that runs under it is ours. */
  readonly workerd: string;
  /** The D1 database, as wrangler is told of it. */
  readonly databaseConfig: string;
  /** Which migrations D1 has. */
  readonly migrated: string;
}

/** Makes the directory if need be. Throws where something else is in the way. */
export function openDataDirectory(path: string): DataDirectory {
  if (existsSync(path) && readdirSync(path).length > 0 && !existsSync(join(path, MARK)))
    throw new Error(`${path} holds something that is not the playground's: choose another directory.`);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, MARK), SAYS);
  const real = realpathSync(path);
  const at = (name: string): string => join(real, name);
  return {
    path: real,
    lock: at("running.json"),
    database: at("postgresql"),
    state: at("state"),
    slack: at("slack.json"),
    clock: at("clock.json"),
    guide: at("guide.json"),
    botLog: at("bot.log"),
    workerd: at("workerd"),
    databaseConfig: at("wrangler.json"),
    migrated: at("migrated.json"),
  };
}

/** Removes everything that is remembered. */
export function forgetEverything({ database, state, slack, clock, guide, botLog, migrated }: DataDirectory): void {
  for (const path of [database, state, slack, clock, guide, botLog, migrated])
    rmSync(path, { recursive: true, force: true });
}

/** Whole or not at all, also if the process is killed in between. */
export function replaceFile(path: string, text: string): void {
  const draft = `${path}.new`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}

/** The JSON in a file; undefined where there is no such file or nothing readable in it. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
