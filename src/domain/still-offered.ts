// Whether what was asked for is still what a Flow offers. Asked at every click that decides, and again before the grant.
import { longestFor } from "./asked-duration.ts";
import { boundTarget } from "./bound-target.ts";
import { canonicalJson } from "./canonical.ts";
import type { Flow } from "./flow.ts";
import type { Request } from "./request.ts";

/**
 * Tightening binds at once: the Target, its settings and level, and the duration must still be offered. Other settings are
 * another Target under the same name; what was asked for would be given somewhere that nobody offers any more.
 */
export function stillOffered(request: Request, current: Flow): boolean {
  const named = current.targets.find((candidate) => candidate.name === request.access?.target);
  // What a field said is judged by the rule, the field and the options of today.
  const bound = named && boundTarget(current, named, request.answers);
  if (!bound?.ok) return false;
  const { target } = bound;
  return (
    request.access !== null &&
    target.strategy === request.access.strategy &&
    canonicalJson(target.settings) === canonicalJson(request.access.settings) &&
    target.level === request.access.level &&
    request.durationMs !== null &&
    request.durationMs <= longestFor(current, target)
  );
}
