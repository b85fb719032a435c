// `npm run audit:verify -- FILE`: is an export whole, cut off, or changed? Offline; imports nothing of the bot. Exit code 0: whole;
// 1: truncated; 2: tampered; 3: it could not be checked.
import { readFileSync } from "node:fs";
import process from "node:process";
import { parseArgs } from "node:util";
import { checkExport, type Finding } from "./audit/check-export.ts";

const USAGE = `npm run audit:verify -- FILE                     is it whole, and in step with itself?
npm run audit:verify -- FILE --key KEY           and signed with this public key (again for each key that was used)
npm run audit:verify -- FILE --digest DIGESTS    and with these digests in it: a file of lines copied from Slack, or an
                                                 object of the bucket (again for each file)

exit codes: 0 whole, 1 truncated, 2 tampered, 3 could not be checked`;

const EXIT = { whole: 0, truncated: 1, tampered: 2 } as const;
const COULD_NOT = 3;

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      key: { type: "string", multiple: true, default: [] },
      digest: { type: "string", multiple: true, default: [] },
      help: { type: "boolean", default: false },
    },
  });
  const [file] = positionals;
  if (values.help || file === undefined || positionals.length > 1) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : COULD_NOT;
    return;
  }
  const digests = values.digest.flatMap((path) =>
    readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line.includes("{")),
  );
  const finding = checkExport(readFileSync(file, "utf8"), { keys: values.key, digests });
  console.log(told(finding, values.key.length > 0, digests.length).join("\n"));
  process.exitCode = EXIT[finding.verdict];
}

function told(finding: Finding, keyed: boolean, known: number): string[] {
  const { verdict, line, why, lines, requests, digests, signed, uncovered } = finding;
  const said = [`${verdict}: ${why}${line === null ? "" : ` (line ${line})`}`];
  said.push(`${lines} lines read: ${requests} requests, ${digests} digests, ${signed} of them signed`);
  if (verdict === "tampered") return said;
  if (uncovered > 0)
    said.push(`the last ${uncovered} lines are newer than the last digest: nothing vouches for them yet`);
  if (!keyed) said.push("no --key: that the signatures are yours was not checked");
  if (known === 0) said.push("no --digest: that nothing was cut off and nothing rewritten before was not checked");
  return said;
}

try {
  main();
} catch (error) {
  process.exitCode = COULD_NOT;
  console.error(error instanceof Error ? error.message : String(error));
}
