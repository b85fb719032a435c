// What Slack's codes mean, which come with HTTP 200, for calls about user groups. Never repeats a word of Slack's.
import { PermanentError, TransientError } from "../../ports.ts";

/** Slack did not get to it. */
const NOT_DONE = new Set(["request_timeout", "team_added_to_org"]);
/** Slack broke on it. */
const PERHAPS_DONE = new Set(["fatal_error", "internal_error", "service_unavailable"]);
const SLOW_DOWN = new Set(["ratelimited", "rate_limited"]);
const AUTH = new Set([
  "access_denied",
  "account_inactive",
  "ekm_access_denied",
  "enterprise_is_restricted",
  "invalid_auth",
  "missing_scope",
  "no_permission",
  "not_allowed_token_type",
  "not_authed",
  "org_login_required",
  "token_expired",
  "token_revoked",
  "user_is_bot",
  "user_is_restricted",
]);
/** Somebody in the list that Slack would not have. Slack has been seen to change the list all the same. */
const PEOPLE = new Set([
  "failed_for_some_users",
  "invalid_user",
  "invalid_users",
  "no_users_provided",
  "single_channel_guests_cannot_be_added",
]);

/** There is no such group; with switched off ones left out, it may also be one of these. */
export const saysNoGroup = (code: string): boolean => code === "no_such_subteam" || code === "subteam_not_found";

export const saysPeople = (code: string): boolean => PEOPLE.has(code);

/** `effect`: what a failure that says nothing about it leaves open. */
export function troubleOf(code: string, effect: "no" | "unknown"): Error {
  if (SLOW_DOWN.has(code))
    return new TransientError("Slack asks us to slow down", { effect: "no", class: "slow_down" });
  if (NOT_DONE.has(code)) return new TransientError("Slack put the call off", { effect: "no" });
  if (PERHAPS_DONE.has(code)) return new TransientError("Slack is in trouble", { effect });
  if (code === "permission_denied")
    return new PermanentError("whoever the token is of may not change user groups in this workspace", {
      class: "auth",
    });
  if (AUTH.has(code))
    return new PermanentError("Slack does not take the token for this, or it lacks a scope", { class: "auth" });
  if (code === "plan_upgrade_required")
    return new PermanentError("the workspace's plan has no user groups", { class: "config" });
  return new PermanentError("Slack refused the call in a way that Sym does not know", { class: "bug", effect });
}
