// Whether an account that a Flow shares among people can be shared: somebody has to say it, and no sign-in may come with it.
import type { FlowVersion } from "./flow.ts";
import { quoted, type Saying } from "./flow-check-parts.ts";
import type { KnownStrategies } from "./flow-check-targets.ts";

export function checkShared(versions: readonly FlowVersion[], strategies: KnownStrategies, saying: Saying): void {
  for (const { flow } of versions) {
    if (!flow.sharedAccount) continue;
    const say = saying(`Flow "${flow.name}" in ${flow.environment}`);
    if (flow.functions["account"] === undefined)
      say(["sharedAccount"], "needs an account function: without one an account is that of one e-mail address");
    // Whoever's access ends would keep the sign-in that they saw for as long as somebody else has theirs.
    for (const { name, strategy } of flow.targets)
      if (strategies(strategy)?.credential !== undefined)
        say(["sharedAccount"], `Target ${quoted(name)} shows a sign-in, which is for one person alone`);
  }
}
