// Links as a table that people edit: CSV out and in, line by line. Refuses what it does not understand whole, and lets no cell be
// taken for a formula.
import { CsvError, parse } from "csv-parse/sync";

export interface Row {
  /** Of the file; the first is the head. */
  readonly line: number;
  readonly person: string;
  readonly realm: string;
  readonly flow: string;
  readonly account: string;
}

export interface Shown extends Omit<Row, "line"> {
  readonly label: string;
  readonly source: string;
  readonly by: string;
  readonly at: number;
}

export interface Problem {
  readonly line: number;
  readonly problem: string;
}

const NEEDED = ["person", "realm", "account"] as const;
/** What an export tells besides. Read in again, they say nothing. */
const TOLD = ["label", "source", "by", "at"] as const;
const COLUMNS: readonly string[] = ["person", "realm", "flow", "account", ...TOLD];

/** A spreadsheet runs what begins so; and what begins with our own mark is marked too, so that it is read back the same. */
const FORMULA = /^['=+\-@\t\r]/;
const guarded = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);
const unguarded = (text: string): string =>
  text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text;
const cell = (text: string): string => `"${guarded(text).replaceAll('"', '""')}"`;

export const HEAD = `${COLUMNS.join(",")}\r\n`;
export const lineOf = ({ person, realm, flow, account, label, source, by, at }: Shown): string =>
  `${[person, realm, flow, account, label, source, by, new Date(at).toISOString()].map(cell).join(",")}\r\n`;

/** All rows, or every problem of the file. */
export function rowsIn(bytes: Uint8Array): { readonly rows: readonly Row[]; readonly problems: readonly Problem[] } {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return { rows: [], problems: [{ line: 1, problem: "the file is not UTF-8" }] };
  }
  let records: { record: string[]; info: { lines: number } }[];
  try {
    // Sorted out here by hand: which line a row begins at is known only before the columns are named.
    records = parse(text, {
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as typeof records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = "lines" in error && typeof error["lines"] === "number" ? error["lines"] : 1;
    return { rows: [], problems: [{ line, problem: `this is no CSV (${error.code})` }] };
  }
  const [head, ...body] = records;
  const names = (head?.record ?? []).map((name) => name.trim());
  const problems = problemsOfHead(names).map((problem) => ({ line: 1, problem }));
  if (problems.length > 0) return { rows: [], problems };
  const rows: Row[] = [];
  for (const { record, info } of body) {
    const { lines: line } = info;
    if (record.length !== names.length) {
      problems.push({ line, problem: `has ${record.length} cells, and the head has ${names.length}` });
      continue;
    }
    const at = (name: string): string => unguarded(record[names.indexOf(name)] ?? "");
    const row = { line, person: at("person"), realm: at("realm"), flow: at("flow"), account: at("account") };
    const spaced = [row.person, row.realm, row.flow, row.account].some((value) => value !== value.trim());
    if (spaced) problems.push({ line, problem: "a cell begins or ends with a space" });
    else if (row.person === "" || row.realm === "") problems.push({ line, problem: "says no person, or no realm" });
    else rows.push(row);
  }
  return { rows, problems };
}

function problemsOfHead(names: readonly string[]): string[] {
  const missing = NEEDED.filter((name) => !names.includes(name)).map((name) => `there is no column ${name}`);
  const unknown = names
    .filter((name) => !COLUMNS.includes(name))
    .map((name) => `what is the column ${JSON.stringify(name)}?`);
  const twice = names.filter((name, at) => names.indexOf(name) < at).map((name) => `the column ${name} is there twice`);
  return [...missing, ...unknown, ...twice];
}
