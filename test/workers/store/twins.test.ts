// The record in memory and the one in D1 are asked the same, at random, and must answer the same. What the crash tests
// show on the one in memory is worth as much as this test.
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Request } from "../../../src/domain/request.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { FakeRecord } from "../../fakes/record.ts";
import { NOON } from "../../fakes/samples.ts";
import { dice } from "./dice.ts";
import { nextQuestion } from "./random-questions.ts";

const QUESTIONS = 200;
const STEP_MS = 20_000;

const answerOf = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((error: unknown) =>
    error instanceof Error ? { threw: error.name, effect: "effect" in error ? error.effect : null } : { threw: error },
  );

test.for([1, 2, 3, 4, 5])(
  "seed %i: the record in memory and the one in D1 answer alike",
  { timeout: 60_000 },
  async (seed) => {
    const drawn = dice(seed);
    const past: Request[] = [];
    const [inMemory, inD1] = [new FakeRecord(), openStore(env.DB)];
    const outcomes = new Set<unknown>();
    for (let i = 0; i < QUESTIONS; i++) {
      const question = nextQuestion(drawn, past, NOON + i * STEP_MS);
      const answer = await answerOf(question(inD1));
      expect(answer, `seed ${seed}, question ${i}: ${question}`).toEqual(await answerOf(question(inMemory)));
      outcomes.add(answer);
    }
    expect([...outcomes]).toEqual(expect.arrayContaining(["committed", "conflict"]));
  },
);
