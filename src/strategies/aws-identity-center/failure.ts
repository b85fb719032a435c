// What it means that AWS gave up on something that it had said yes to. AWS says why in prose: it is looked through for what
// people can act on, in doubt it may pass, and not a word of it is repeated. Nothing here is certainly without effect.
import { PermanentError, TransientError } from "../../ports.ts";

const MISSING_RIGHT = /not authorized|access ?denied|forbidden|permission to perform/i;
const FULL = /quota|limit ?exceeded|cannot exceed/i;
const NOT_THERE = /does not exist|not found|could not find|no such|not a member of|suspended/i;

export function failureOf(reason: string): Error {
  const effect = "unknown" as const;
  if (MISSING_RIGHT.test(reason))
    return new PermanentError(
      "AWS could not finish: a right is missing, Sym's or Identity Center's own in the account",
      {
        effect,
        class: "auth",
      },
    );
  if (FULL.test(reason))
    return new PermanentError("AWS could not finish: a quota of the account is used up", { effect });
  if (NOT_THERE.test(reason))
    return new PermanentError(
      "AWS could not finish: something that the Target or the permission set names is not there",
      {
        effect,
      },
    );
  return new TransientError("AWS could not finish, and it may pass", { effect });
}

/** Trouble while asking how something is going that was begun: that much may have happened. */
export function laterTrouble(error: unknown): unknown {
  const effect = "unknown" as const;
  if (error instanceof TransientError)
    return new TransientError(error.message, { effect, retryAfterMs: error.retryAfterMs, class: error.class });
  return error instanceof PermanentError ? new PermanentError(error.message, { effect, class: error.class }) : error;
}
