// Slack says that something about somebody changed. Only a deactivation matters here, and only once the engine has asked Slack
// itself: an event is a hint. Whatever is missed is found by the daily look at every holder.
import { personChanged } from "../payload.ts";
import type { Listener } from "./listen.ts";

export const onPersonChanged: Listener<{ userId: string; gone: boolean }, ""> = {
  name: "person_changed",
  schema: personChanged,
  work: async (front, { userId, gone }) =>
    gone ? { body: "", after: async () => void (await front.commands.personChanged(userId)) } : { body: "" },
  sorry: () => ({ body: "" }),
  nothing: "",
};
