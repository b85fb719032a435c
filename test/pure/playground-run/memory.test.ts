// The wake-ups of the bot's objects on a clock that was moved ahead: told in the bot's time, booked in the real one.
import { beforeAll, expect, test, vi } from "vitest";
import { inRealTime, learnTime, moveTo, now } from "../../../playground/worker/clock.ts";
import { playedMemory } from "../../../playground/worker/memory.ts";

const REAL = 1_700_000_000_000;
const HOUR = 3_600_000;

class AlarmClock {
  booked: number | null = null;
  readonly stored = new Map<string, unknown>();
  readonly kv = {
    get: (key: string) => this.stored.get(key),
    put: (key: string, value: unknown) => this.stored.set(key, value),
  };
  setAlarm = async (at: number) => {
    this.booked = at;
  };
  getAlarm = async () => this.booked;
  transactionSync = (work: () => unknown) => work();
}

const memoryOn = (alarms: AlarmClock) => playedMemory<object>(alarms as unknown as DurableObjectStorage);

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: REAL });
  const host = { fetch: async () => Response.json({ offsetMs: HOUR }) };
  await learnTime({ PLAYGROUND_HOST: host as unknown as Fetcher });
  return () => vi.useRealTimers();
});

test("the bot's clock is ahead by what the playground says, and never goes back", () => {
  expect(now()).toBe(REAL + HOUR);
  moveTo(0);
  expect(now()).toBe(REAL + HOUR);
  expect(inRealTime(REAL + HOUR)).toBe(REAL);
});

test("a wake-up in five minutes of the bot's time comes in five minutes", () => {
  const alarms = new AlarmClock();
  memoryOn(alarms).write({}, now() + 300_000);
  expect(alarms.booked).toBe(REAL + 300_000);
});

test("a ring wakes at once, and what is overdue is never booked in the past", async () => {
  const alarms = new AlarmClock();
  await memoryOn(alarms).ring();
  expect(alarms.booked).toBe(REAL + 1);
  memoryOn(alarms).arm(REAL);
  expect(alarms.booked).toBe(REAL + 1);
});

test("an earlier wake-up stands, a later one is moved ahead", async () => {
  const alarms = new AlarmClock();
  const memory = memoryOn(alarms);
  memory.arm(now() + 1_000);
  await memory.armAtMost(now() + 60_000);
  expect(alarms.booked).toBe(REAL + 1_000);
  await memory.armAtMost(now() + 500);
  expect(alarms.booked).toBe(REAL + 500);
});

test("a wake-up that is owed is not moved by the one that is booked at the end of another", async () => {
  const alarms = new AlarmClock();
  const memory = memoryOn(alarms);
  await memory.armAtMost(now() + 60_000);
  memory.arm(now() + 600_000);
  expect(alarms.booked).toBe(REAL + 60_000);
  expect(memory.owed()).toBe(now() + 60_000);
});
