// Whether the conditions under which fields are asked can hold: each names a field that stands above it, or the Target, and
// something that can be answered there. Pure; judges fields that are right by themselves.
import { type Field, TARGET_FIELD } from "./field.ts";
import { list, quoted, type Say } from "./flow-check-parts.ts";

/** `targets`: names of all that the Flow offers, in whatever Environment. */
export function checkConditions(fields: readonly Field[], targets: readonly string[], say: Say): void {
  for (const [at, { name, shownWhen }] of fields.entries()) {
    if (shownWhen === undefined) continue;
    const sayHere: Say = (path, message) => say(["fields", name, "shownWhen", ...path], message);
    if (shownWhen.field === TARGET_FIELD) {
      for (const one of shownWhen.is)
        if (!targets.includes(one))
          sayHere(["is"], `the Flow offers no Target ${quoted(one)}; it offers ${list(targets)}`);
      continue;
    }
    const place = fields.findIndex((field) => field.name === shownWhen.field);
    const other = fields[place];
    if (other === undefined || place >= at) {
      const above = fields.slice(0, at).map((field) => field.name);
      sayHere(
        ["field"],
        `must name a field that stands above, not ${quoted(shownWhen.field)}; above are ${list(above)}`,
      );
      continue;
    }
    const possible = possibleIn(other);
    if (possible === null) sayHere(["field"], "must name a field with a list of options, or one of yes and no");
    else
      for (const one of shownWhen.is)
        if (!possible.includes(one)) sayHere(["is"], `${quoted(one)} is no answer to it; there is ${list(possible)}`);
  }
}

function possibleIn(field: Field): readonly string[] | null {
  if (field.type === "bool") return ["true", "false"];
  if (field.type !== "choice" && field.type !== "choices") return null;
  return field.fetched === undefined ? field.options.map(({ value }) => value) : null;
}
