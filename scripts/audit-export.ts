// `npm run audit:export -- FILE`: everything that the record holds, as docs/audit.md describes it. `--local` reads a playground's.
// The file holds what people wrote as reasons: treat it as the record itself. Only reads the record.
import { createWriteStream } from "node:fs";
import process from "node:process";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { CSV_HEAD, csvRow } from "./audit/csv.ts";
import { recordAt } from "./audit/database.ts";
import { exportLines } from "./audit/write-export.ts";
import { projectIn } from "./deploy/project-files.ts";
import { runCommand } from "./run-command.ts";

const USAGE = `npm run audit:export -- FILE                     the published record, as JSON lines
npm run audit:export -- --local FILE             that of the playground
npm run audit:export -- --local --data DIR FILE  that of a playground with its data elsewhere
npm run audit:export -- --csv FILE               a table to read; only the JSON lines can be verified`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      local: { type: "boolean", default: false },
      remote: { type: "boolean", default: false },
      data: { type: "string", default: ".playground" },
      csv: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const [file] = positionals;
  if (values.help || file === undefined || positionals.length > 1 || (values.local && values.remote)) {
    console.log(USAGE);
    if (!values.help) process.exitCode = 1;
    return;
  }
  const root = fileURLToPath(new URL("..", import.meta.url));
  const query = await recordAt(projectIn(root), values.local ? values.data : null);
  let lines = 0;
  const text = async function* (): AsyncGenerator<string> {
    if (values.csv) yield `${CSV_HEAD}\n`;
    for await (const line of exportLines(query)) {
      lines++;
      const row = values.csv ? csvRow(line) : line;
      if (row !== null) yield `${row}\n`;
    }
  };
  await pipeline(Readable.from(text()), createWriteStream(file, { mode: 0o600 }));
  console.log(`${lines} lines read into ${file}`);
  if (!values.csv) console.log(`npm run audit:verify -- ${file}`);
}

await runCommand(USAGE, main);
