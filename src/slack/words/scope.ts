// What an admin wants ended, in words.
import type { RevokeScope } from "../../ports.ts";
import { code, type Mrkdwn, mentionOf, mrkdwn } from "./escape.ts";

/** `everything of <@U1>` */
export function sayScope(scope: RevokeScope): Mrkdwn {
  switch (scope.kind) {
    case "everything":
      return mrkdwn`*everything*`;
    case "person":
      return mrkdwn`everything of ${mentionOf("person", scope.userId)}`;
    case "target":
      return mrkdwn`everything at ${code(scope.target)}`;
  }
}
