// Whether the lengths of time of a Flow fit together, and with what its Targets allow. Access ends, so a Flow with Targets says
// for how long; where nothing is given there is nothing to end.
import { sayDuration } from "./duration.ts";
import type { Target } from "./flow.ts";
import { type Parts, quoted, type Say } from "./flow-check-parts.ts";
import type { flowEnvironmentShape, flowShape } from "./flow-schema.ts";

const SETTINGS = ["durations", "maxDuration", "otherDuration"] as const;

export function checkDurations(
  own: Parts<typeof flowShape>,
  here: Parts<typeof flowEnvironmentShape>,
  found: readonly Target[],
  say: Say,
): void {
  const durations = here.good.durations ?? own.good.durations;
  const { targets } = here.good;
  if (targets === undefined || durations === undefined || SETTINGS.some((name) => here.broken.has(name))) return;
  const longest = here.good.maxDuration ?? own.good.maxDuration;
  const other = here.good.otherDuration ?? own.good.otherDuration ?? false;
  if (targets.length === 0) {
    const nothing = "must be left out: the Flow has no Target here, so an approval gives nothing that could end";
    if (durations.length > 0) say(["durations"], nothing);
    if (longest !== undefined) say(["maxDuration"], nothing);
    if (other) say(["otherDuration"], nothing);
    return;
  }
  if (durations.length === 0) say(["durations"], 'is missing: for how long may people ask? For example ["15m", "1h"]');
  if (other && longest === undefined && !own.broken.has("maxDuration"))
    say(["maxDuration"], "is missing: what is the longest that people may type?");
  const long = durations.find((durationMs) => longest !== undefined && durationMs > longest);
  if (longest !== undefined && long !== undefined)
    say(["durations"], `offers ${sayDuration(long)}, which is more than maxDuration: ${sayDuration(longest)}`);
  for (const { name, maxDurationMs } of found)
    if (maxDurationMs !== undefined && !other && !durations.some((one) => one <= maxDurationMs))
      say(
        ["durations"],
        `has nothing for the Target ${quoted(name)}, which nobody gets for longer than ${sayDuration(maxDurationMs)}`,
      );
}
