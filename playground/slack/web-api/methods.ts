// Every method of the Web API that the simulator has.
// Never grows by accident: a test holds each entry against Slack's published description and rate-limit tiers.
import { chatMethods } from "./chat.ts";
import { conversationMethods } from "./conversations.ts";
import type { Method } from "./method.ts";
import { usergroupMethods } from "./usergroups.ts";
import { userMethods } from "./users.ts";
import { viewMethods } from "./views.ts";

export const METHODS: Record<string, Method> = {
  ...chatMethods,
  ...viewMethods,
  ...userMethods,
  ...usergroupMethods,
  ...conversationMethods,
};
