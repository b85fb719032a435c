// What stands in a form, as Slack sends it: one value a block. Reads every shape without complaint; whether a value was
// offered is for the checks of the domain to say.
import * as z from "zod";

/** What somebody typed or chose in a block; null where nothing. */
export interface FormValue {
  readonly typed: string | null;
  readonly chosen: string | null;
}
export type FormState = (blockId: string) => FormValue;

const NOTHING: FormValue = { typed: null, chosen: null };

const element = z.object({
  value: z.string().nullish().catch(null),
  selected_option: z.object({ value: z.string() }).nullish().catch(null),
});
const values = z.record(z.string(), z.record(z.string(), element));

/** `state`: `view.state.values`. What is not of that shape holds nothing. */
export function readState(state: unknown): FormState {
  if (state === undefined) return () => NOTHING;
  const read = values.safeParse(state);
  if (!read.success) return () => NOTHING;
  const blocks = new Map(Object.entries(read.data));
  return (blockId) => {
    const [first] = Object.values(blocks.get(blockId) ?? {});
    return first === undefined ? NOTHING : { typed: first.value ?? null, chosen: first.selected_option?.value ?? null };
  };
}
