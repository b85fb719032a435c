// docs/threats.md against what it names: every threat has one row, every row says how it is shown, each test and mutant that
// it names is there and, the other way round, each threat that a mutant names has it in its row.
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mutantNamed, mutantNames } from "../mutants/kit/edit.ts";

const PAGE = "docs/threats.md";
/** T01 to T75 were there from the beginning; those after them were found since. */
const THREATS = Array.from({ length: 102 }, (_, index) => `T${String(index + 1).padStart(2, "0")}`);
const MUTANTS_AT_LEAST = 20;

interface Row {
  readonly id: string;
  readonly cells: readonly string[];
  readonly shown: readonly Shown[];
}

type Shown =
  | { readonly by: "test"; readonly sentence: string; readonly file: string }
  | { readonly by: "mutant"; readonly name: string }
  | { readonly by: "words"; readonly kind: string }
  | { readonly by: "unknown"; readonly text: string };

/** What may stand in place of a test. */
const WORDS = /^(the platform's:|the operator's:|refused because|comes with) .{10,}$/;

function shownBy(text: string): Shown {
  const named = /^"([^"]+)" \(`(test\/[a-z0-9/.-]+\.ts)`\)$/.exec(text);
  if (named) return { by: "test", sentence: named[1] ?? "", file: named[2] ?? "" };
  const mutant = /^mutant `([a-z0-9-]+)`$/.exec(text);
  if (mutant) return { by: "mutant", name: mutant[1] ?? "" };
  const words = WORDS.exec(text);
  return words ? { by: "words", kind: words[1] ?? "" } : { by: "unknown", text };
}

const rows: readonly Row[] = readFileSync(PAGE, "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| T"))
  .map((line) => {
    const cells = line
      .replace(/^\| | \|$/g, "")
      .split(" | ")
      .map((cell) => cell.trim());
    return { id: cells[0] ?? "", cells, shown: (cells[3] ?? "").split("<br>").map(shownBy) };
  });

/** The sentence as a name in the file: a call's first argument, or the first entry or the key of a row in a table of cases. */
function isNamedIn(file: string, sentence: string): boolean {
  const literally = sentence.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const name = `["'\`]${literally}["'\`]`;
  return new RegExp(`[([]\\s*${name}\\s*[,)]|^\\s*${name}: \\{`, "m").test(readFileSync(file, "utf8"));
}

test("every threat has one row, in order", () => {
  expect(rows.map(({ id }) => id)).toEqual(THREATS);
  expect(rows.filter(({ cells }) => cells.length !== 4 || cells.some((cell) => cell.length < 3))).toEqual([]);
});

test("every row is shown by a test, or says why by none", () => {
  const unknown = rows.flatMap(({ id, shown }) =>
    shown.flatMap((one) => (one.by === "unknown" ? [`${id}: ${one.text}`] : [])),
  );
  expect(unknown).toEqual([]);
  const unproven = rows.filter(({ shown }) => shown.every(({ by }) => by === "mutant"));
  expect(unproven.map(({ id }) => id)).toEqual([]);
});

test("every test that is named is there", () => {
  const missing = rows.flatMap(({ id, shown }) =>
    shown.flatMap((one) =>
      one.by === "test" && !(existsSync(one.file) && isNamedIn(one.file, one.sentence))
        ? [`${id}: "${one.sentence}" is not in ${one.file}`]
        : [],
    ),
  );
  expect(missing).toEqual([]);
});

test("every file of src that is named is there", () => {
  const named = [...readFileSync(PAGE, "utf8").matchAll(/`(src\/[\w/.-]+)`/g)].map(([, path]) => path ?? "");
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

test("rows and mutants name each other", async () => {
  const inRows = rows.flatMap(({ id, shown }) =>
    shown.flatMap((one) => (one.by === "mutant" ? [`${id} ${one.name}`] : [])),
  );
  const inMutants: string[] = [];
  for (const name of mutantNames())
    for (const threat of (await mutantNamed(name)).threats ?? []) inMutants.push(`${threat} ${name}`);
  expect(inRows.sort()).toEqual(inMutants.sort());
});

test("twenty threats at least have a mutant, and every mutant stands for a threat", async () => {
  const threats = rows.filter(({ shown }) => shown.some(({ by }) => by === "mutant"));
  expect(threats.length).toBeGreaterThanOrEqual(MUTANTS_AT_LEAST);
  for (const name of mutantNames()) expect((await mutantNamed(name)).threats ?? [], name).not.toEqual([]);
});
