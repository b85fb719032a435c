// What Slack is told to send: the command, the shortcut and the event, as the manifest declares them and the listeners know
// them.

export const COMMAND = "/sym";

/** `callback_id` of the global shortcut. */
export const SHORTCUT = "sym_request";

export const HOME_OPENED = "app_home_opened";

/** Somebody's profile or membership changed: the event that tells of a deactivation. Needs no scope but `users:read`. */
export const PERSON_CHANGED = "user_change";

/** Where Slack posts everything. */
export const EVENTS_PATH = "/slack/events";
