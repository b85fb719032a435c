// What functions of Flows say can be chosen in a form. Implemented in options/.
import type { Field, FieldOption } from "../domain/field.ts";
import type { Flow } from "../domain/flow.ts";
import type { PersonFacts } from "../domain/person.ts";

export interface FormOptions {
  /**
   * What the function of this field says for these words, now; each value once. Throws `TransientError` where that cannot be had,
   * for whatever reason.
   */
  offered(flow: Flow, field: Field, search: string, person: PersonFacts): Promise<readonly FieldOption[]>;
}
