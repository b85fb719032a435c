// The shape of a question of a Flow, and of an answer to it, as they are stored. Looser than what implementers may write today, so
// that what was good when it was stored stays readable.
import * as z from "zod";
import type { Answer, Field } from "../domain/field.ts";

const fieldBase = {
  name: z.string(),
  label: z.string(),
  hint: z.string().nullable(),
  required: z.boolean(),
  shownWhen: z.looseObject({ field: z.string(), is: z.array(z.string()) }).exactOptional(),
};
const listed = {
  options: z.array(z.looseObject({ value: z.string(), label: z.string() })),
  fetched: z.looseObject({ secrets: z.array(z.string()) }).exactOptional(),
};

export const storedField: z.ZodType<Field> = z.discriminatedUnion("type", [
  z.looseObject({
    ...fieldBase,
    type: z.literal("text"),
    multiline: z.boolean(),
    maxLength: z.number(),
    pattern: z.looseObject({ source: z.string(), message: z.string() }).nullable(),
    default: z.string().exactOptional(),
  }),
  z.looseObject({
    ...fieldBase,
    type: z.literal("int"),
    min: z.number().nullable(),
    max: z.number().nullable(),
    default: z.number().exactOptional(),
  }),
  z.looseObject({
    ...fieldBase,
    type: z.literal("bool"),
    default: z.boolean().exactOptional(),
    tick: z.string().exactOptional(),
  }),
  z.looseObject({
    ...fieldBase,
    type: z.literal("duration"),
    min: z.number(),
    max: z.number(),
    default: z.number().exactOptional(),
  }),
  z.looseObject({ ...fieldBase, ...listed, type: z.literal("choice"), default: z.string().exactOptional() }),
  z.looseObject({
    ...fieldBase,
    ...listed,
    type: z.literal("choices"),
    max: z.number(),
    default: z.array(z.string()).exactOptional(),
  }),
  z.looseObject({ ...fieldBase, type: z.literal("slack_user") }),
  z.looseObject({ ...fieldBase, type: z.literal("slack_users"), max: z.number() }),
]);

export const storedAnswer: z.ZodType<Answer> = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.string()),
  z.null(),
]);
