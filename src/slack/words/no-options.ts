// What stands in place of suggestions that cannot be had: one line of at most 75 characters, where Slack takes no markup.
import type { Refusal } from "../../domain/refusal.ts";

export const OPTIONS_LATE = "⚠ The list takes too long just now. Type again in a minute.";

export function sayNoOptions(refusal: Refusal): string {
  switch (refusal.kind) {
    case "too_fast":
      return "⚠ That was too much within a minute. Wait a minute, then type again.";
    case "may_not_request":
    case "not_a_member":
      return "⚠ You cannot ask for this, so there is no list for you.";
    case "wrong_answer":
      return "⚠ The list cannot be had just now. Type again in a minute.";
    default:
      return "⚠ Sym cannot look up just now who you are. Type again in a minute.";
  }
}
