// What a Target of the type `slack_usergroup` must say: which group, with whose token, and who stays in it when nobody else does.
// Never a secret, only its name.
import * as z from "zod";
import { checkElsewhere, elsewhere, limits, originAt, secretName } from "../settings.ts";

export const userId = /^[UW][A-Z0-9]{2,20}$/;

export const settings = z
  .strictObject({
    /** The user group's id (S…), as the end of its link. */
    group: z.string().regex(/^S[A-Z0-9]{2,20}$/, "must be the id of a user group, such as S0DEPLOYERS, not its handle"),
    /** Name of the Worker secret with a token of Slack that may change user groups. */
    token: secretName,
    /**
     * A member of the workspace (U…) who stays in the group when the last other one leaves it: Slack keeps no empty group. Is put in
     * only then, and never taken out by Sym.
     */
    keeper: z.string().regex(userId, "must be the id of a person in Slack, such as U0ANA"),
    /** How often Slack may be called with this token, all its Targets together. Default: as often as there is something to do. */
    limits,
    ...elsewhere,
  })
  .superRefine(checkElsewhere);

/** What a Flow says of a Target of this type. */
export type SlackUsergroupSettings = z.input<typeof settings>;
export type Settings = z.output<typeof settings>;

export const apiOf = (given: Settings): string => `${originAt(given, "slack.com")}/api`;
