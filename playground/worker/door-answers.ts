// What the bot's door of the playground answers, as JSON: written by the Worker, read by the process that runs it.
// Never holds behaviour, and nothing here is part of what is published.
import * as z from "zod";

/** `POST /playground/clock` with `{ offsetMs }`. `settled` false: something that is due did not happen within the limit. */
export const clockAnswer = z.object({ offsetMs: z.number(), settled: z.boolean() });
export type ClockAnswer = z.infer<typeof clockAnswer>;

/** A grant that ends by itself. */
const end = z.object({
  /** Epoch milliseconds on the bot's clock. */
  at: z.number(),
  /** U... */
  requester: z.string(),
  account: z.string(),
  targetLabel: z.string(),
});
export type End = z.infer<typeof end>;

/** A slot of access that the bot holds open at a target. */
const slot = z.object({
  strategy: z.string(),
  settings: z.unknown(),
  account: z.string(),
  /** Was there before the bot came, and will be there after it. */
  standing: z.boolean(),
});
export type Slot = z.infer<typeof slot>;

/** `GET /playground/record`: soonest end first. */
export const recordAnswer = z.object({ ends: z.array(end), slots: z.array(slot) });
export type RecordAnswer = z.infer<typeof recordAnswer>;

const target = z.object({
  environmentLabel: z.string(),
  label: z.string(),
  strategy: z.string(),
  settings: z.unknown(),
});
export type NamedTarget = z.infer<typeof target>;

/** `GET /playground/deployment`: what src/flows says, or what is wrong with it. */
export const deploymentAnswer = z.discriminatedUnion("ok", [
  z.object({
    ok: z.literal(true),
    targets: z.array(target),
    /** Slack's ids of everybody and everything that the Flows name. */
    people: z.array(z.string()),
    usergroups: z.array(z.string()),
    channels: z.array(z.string()),
  }),
  z.object({ ok: z.literal(false), problem: z.string() }),
]);
export type DeploymentAnswer = z.infer<typeof deploymentAnswer>;
