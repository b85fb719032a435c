// A target of the journeys that people sign in to: the memory target, and a secret for each member that is made anew whenever
// it is asked for. Keeps every secret that it made, so that a journey can look for it where it must not be.
import { type CredentialLine, PermanentError, type Strategy, TransientError } from "../../src/ports.ts";
import { memory } from "../../src/strategies/memory.ts";
import { MemoryTarget } from "../../src/strategies/memory-target.ts";

export class KeyedTarget extends MemoryTarget {
  /** Oldest first; of one account only the newest works. */
  readonly made: { readonly account: string; readonly secret: string }[] = [];
  isOutOfOrder = false;

  strategy(): Strategy {
    return {
      ...memory(this),
      type: "keyed",
      credential: async ({ account, settings }): Promise<readonly CredentialLine[]> => {
        if (this.isOutOfOrder) throw new TransientError("the target is out of order", { effect: "no" });
        const { group } = settings as { readonly group: string };
        if (this.levelOf(group, account.id) === null) throw new PermanentError("there is nobody to make a secret for");
        const secret = `planted-${this.made.length + 1}-q7Wm2ZxV9tLk4RbN`;
        this.made.push({ account: account.id, secret });
        return [
          { label: "User", value: account.id.replace(/@.*/, "") },
          { label: "Password", value: secret },
        ];
      },
    };
  }
}
