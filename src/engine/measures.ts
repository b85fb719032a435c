// What a change of a request means to whoever counts. Pure; says nothing about who asked or who decided.
import { latenessMs } from "../domain/lateness.ts";
import type { Change } from "../domain/record.ts";
import type { Measure } from "../ports.ts";

export function measuresOf({ request, event }: Change): Measure[] {
  if (event.name === "approved" || event.name === "denied") return [{ name: "decision", of: [event.name], value: 1 }];
  const lateness = request.state === "closed" ? latenessMs(request) : null;
  return lateness === null || request.access === null
    ? []
    : [{ name: "revocation_lateness_seconds", of: [request.access.target], value: lateness / 1_000 }];
}
