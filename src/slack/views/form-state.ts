// What stands in a form, as Slack sends it: one value a block. Reads every shape without complaint; whether a value was
// offered is for the checks of the domain to say.
import * as z from "zod";

/** What somebody typed or chose in a block. */
export interface FormValue {
  readonly typed: string | null;
  /** The value of an option, or a person. */
  readonly chosen: string | null;
  /** The same where several can be chosen. */
  readonly several: readonly string[];
  /** What the chosen options were called on the page, by value: a word of the page's, to be looked for and never believed. */
  readonly labels: Readonly<Record<string, string>>;
}
/** Null where the form had no such block; what it had and nobody filled in is a value that holds nothing. */
export type FormState = (blockId: string) => FormValue | null;

const option = z.object({
  value: z.string(),
  text: z.object({ text: z.string() }).optional().catch(undefined),
});
const element = z.object({
  value: z.string().nullish().catch(null),
  selected_option: option.nullish().catch(null),
  selected_options: z.array(option).nullish().catch(null),
  selected_user: z.string().nullish().catch(null),
  selected_users: z.array(z.string()).nullish().catch(null),
});
const values = z.record(z.string(), z.record(z.string(), element));

/** `state`: `view.state.values`. What is not of that shape holds nothing. */
export function readState(state: unknown): FormState {
  if (state === undefined) return () => null;
  const read = values.safeParse(state);
  if (!read.success) return () => null;
  const blocks = new Map(Object.entries(read.data));
  return (blockId) => {
    const [first] = Object.values(blocks.get(blockId) ?? {});
    return first === undefined ? null : heldIn(first);
  };
}

function heldIn({ value, selected_option, selected_options, selected_user, selected_users }: z.infer<typeof element>) {
  const options = [...(selected_option ? [selected_option] : []), ...(selected_options ?? [])];
  return {
    typed: value ?? null,
    chosen: selected_option?.value ?? selected_user ?? null,
    several: selected_options?.map((one) => one.value) ?? selected_users ?? [],
    labels: Object.fromEntries(options.flatMap((one) => (one.text === undefined ? [] : [[one.value, one.text.text]]))),
  };
}
