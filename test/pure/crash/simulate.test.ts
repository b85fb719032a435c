// A sample of the histories that `npm run simulate` plays, and what makes its failures useful: the same seed is the same
// history, what was drawn can be told again, and a failure is cut to what it needs. A failure here prints its seed.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mutantNamed, mutantNames } from "../../mutants/kit/edit.ts";
import { drawHistory } from "../../simulate/draw.ts";
import type { History } from "../../simulate/history.ts";
import { play } from "../../simulate/play.ts";
import { runSeeds } from "../../simulate/run-seeds.ts";
import { shrink } from "../../simulate/shrink.ts";
import { crashesIn } from "../../simulate/tally.ts";

test("300 random histories with faults at the usual rate keep every promise", { timeout: 120_000 }, async () => {
  const shard = await runSeeds("normal", 1, 300);
  expect(shard.failed).toEqual([]);
  expect(crashesIn(shard)).toBeGreaterThan(1_000);
  expect(shard.reached["event granted"]).toBeGreaterThan(300);
});

test("150 random histories with faults at a harsh rate keep every promise", { timeout: 120_000 }, async () => {
  const shard = await runSeeds("harsh", 1, 150);
  expect(shard.failed).toEqual([]);
});

test("the histories reach every way in which a request can close, and every kind of fault", {
  timeout: 60_000,
}, async () => {
  const { reached, faults } = await runSeeds("normal", 301, 150);
  for (const outcome of ["approved", "cancelled", "denied", "expired", "failed", "lapsed", "revoked"])
    expect(reached[`outcome ${outcome}`], outcome).toBeGreaterThan(0);
  for (const part of ["target", "record", "objects", "people", "messages"])
    expect(faults[`${part} die_after`], part).toBeGreaterThan(0);
});

test("the same seed is the same history, and what was drawn can be told again", async () => {
  for (const seed of [7, 8, 9, 1_782]) {
    const drawn = drawHistory(seed, "harsh");
    const [one, other] = [await play(drawn), await play(drawHistory(seed, "harsh"))];
    expect(other.hash).toBe(one.hash);
    const told = await play({ ...drawn, faults: one.drawn });
    expect(told.hash).toBe(one.hash);
  }
  expect((await play(drawHistory(7, "harsh"))).hash).not.toBe((await play(drawHistory(8, "harsh"))).hash);
});

test("a failure is cut to what it needs", async () => {
  const failed: History = drawHistory(3, "normal");
  const drawn = (await play(failed)).drawn;
  const [key = ""] = Object.keys(drawn);
  // Stands for a run that breaks a promise whenever its first submission meets this one fault.
  const breaks = async (history: History) => {
    const submits = history.steps.some((step) => step.do === "submit" && step.view === "V1");
    const met = history.faults === null || history.faults[key] !== undefined;
    return { broken: submits && met ? ["I2: kept"] : [], drawn };
  };
  const { history } = await shrink(failed, 10_000, () => 0, breaks);
  expect(history.steps).toHaveLength(1);
  expect(Object.keys(history.faults ?? {})).toEqual([key]);
  expect(history.outages).toEqual([]);
});

test("every history that once broke a promise keeps it", async () => {
  const folder = "test/simulate/found";
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const history = JSON.parse(readFileSync(`${folder}/${name}`, "utf8")) as History;
    expect((await play(history)).broken, name).toEqual([]);
  }
});

test("every mutant says what it takes away and fits the code as it stands", async () => {
  for (const name of mutantNames()) {
    const { takesAway, edits } = await mutantNamed(name);
    expect(takesAway.length, name).toBeGreaterThan(20);
    for (const edit of edits) expect(readFileSync(edit.in, "utf8").split(edit.from), name).toHaveLength(2);
  }
});
