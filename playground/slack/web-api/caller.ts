// Whose token a call comes with: the app's bot, or a person who installed an app and gave it rights of their own.
// Never lets a token do more than its scopes and its person may.
import type { World } from "../world.ts";

export type Caller = { userId: string; isBot: boolean; scopes: string[] };

/** Null: no token of this workspace. */
export const callerOf = ({ app }: World, token: string): Caller | null => {
  if (token === app.botToken) return { userId: app.botUserId, isBot: true, scopes: app.scopes };
  const own = app.userToken ?? null;
  return own !== null && token === own.token ? { userId: own.userId, isBot: false, scopes: own.scopes } : null;
};
