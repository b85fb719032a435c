// `npm run identities -- export FILE` and `import FILE`: whose account is whose, as a table. An import only says what it would change,
// until it is told to do it; then all of it is done or nothing. Holds e-mail addresses: treat the file as the record itself.
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { parseArgs } from "node:util";
import { Refused } from "./deploy/refused.ts";
import { type Door, doorAt, type Outcome, sayProblems } from "./identities/door.ts";
import { HEAD, lineOf, rowsIn } from "./identities/table.ts";
import { runCommand } from "./run-command.ts";

const USAGE = `npm run identities -- export FILE --url https://sym.example.workers.dev          all links as CSV
npm run identities -- import FILE --url https://sym.example.workers.dev          what the file would change
npm run identities -- import FILE --url https://sym.example.workers.dev --apply  changes it, all or nothing
The token is read from IDENTITIES_TOKEN in the environment.`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: "string" },
      apply: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const [verb, file, ...more] = positionals;
  const isKnown = (verb === "export" && !values.apply) || verb === "import";
  if (values.help || !isKnown || file === undefined || more.length > 0 || values.url === undefined) {
    console.log(USAGE);
    if (!values.help) process.exitCode = 1;
    return;
  }
  const token = process.env["IDENTITIES_TOKEN"];
  if (!token) throw new Refused("There is no token.", "Set IDENTITIES_TOKEN in the environment, as the Worker has it.");
  const door = doorAt(values.url, token);
  if (verb === "export") await exportTo(door, file);
  else await importFrom(door, file, values.apply);
}

async function exportTo(door: Door, file: string): Promise<void> {
  const links = await door.all();
  writeFileSync(file, [HEAD, ...links.map(lineOf)].join(""), { mode: 0o600 });
  console.log(`${links.length} links written to ${file}`);
}

async function importFrom(door: Door, file: string, apply: boolean): Promise<void> {
  const { rows, problems } = rowsIn(readFileSync(file));
  if (problems.length > 0) throw wrong(file, sayProblems(problems));
  const planned = await door.send(rows, null);
  if (planned.problems.length > 0) throw wrong(file, sayProblems(planned.problems));
  for (const change of planned.changes) console.log(sayChange(change));
  const { added, changed, removed, unchanged } = planned;
  const counts = `${added} added, ${changed} changed, ${removed} removed, ${unchanged} as they are`;
  if (!apply) console.log(`${counts}. Nothing was done: --apply does it.`);
  else {
    const done = await door.send(rows, planned.plan);
    if (!done.applied) throw wrong(file, sayProblems(done.problems));
    console.log(`${counts}. Done, and kept in the audit trail.`);
  }
}

const wrong = (file: string, problems: readonly string[]): Refused =>
  new Refused(`${file} cannot be taken, so nothing was done:`, ...problems);

const sayChange = ({ person, realm, flow, before, after }: Outcome["changes"][number]): string =>
  `${person} at ${realm}${flow === "" ? "" : ` (Flow ${flow})`}: ${before ?? "nothing"} -> ${after ?? "nothing"}`;

await runCommand(USAGE, main);
