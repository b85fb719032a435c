// The Home tab: drawn when somebody opens it, from what the record says then. And its button that opens the picker.
import { TransientError } from "../../ports.ts";
import { IN_THE_BACKGROUND_MS, SlackRefusal } from "../client.ts";
import { type ButtonClick, click, homeOpened, type Person } from "../payload.ts";
import { HOME_ACTIONS, renderHome } from "../views/app-home.ts";
import { says } from "./button.ts";
import type { Front } from "./front.ts";
import type { Listener } from "./listen.ts";
import { openView, pickerFor } from "./open.ts";
import { somethingWentWrong } from "./sentences.ts";

export const NEW_REQUEST = HOME_ACTIONS.newRequest;

export const onHomeOpened: Listener<{ tab: string; person: Person }, ""> = {
  name: "home_opened",
  schema: homeOpened,
  work: async (front, { tab, person }) =>
    tab === "home" ? { body: "", after: () => publishHome(front, person) } : { body: "" },
  sorry: () => ({ body: "" }),
  nothing: "",
};

export const onNewRequest: Listener<ButtonClick, ""> = {
  name: "new_request",
  schema: click,
  work: async (front, payload) => {
    const trouble = await openView(front, payload.triggerId, await pickerFor(front, payload.person));
    return trouble === null ? { body: "" } : says(front, payload, trouble);
  },
  sorry: (front, payload) => says(front, payload, somethingWentWrong),
  nothing: "",
};

/** A tab that could not be drawn stays as it was until it is opened again. */
export async function publishHome(front: Front, person: Person): Promise<void> {
  const mine = await front.commands.list(person);
  const view = renderHome(mine, { now: front.clock.now(), flows: front.deployment.flows });
  try {
    await front.call("views.publish", { user_id: person.userId, view }, IN_THE_BACKGROUND_MS);
  } catch (error) {
    if (!(error instanceof TransientError) && !(error instanceof SlackRefusal)) throw error;
    front.log("slack.home.missed", { code: error instanceof SlackRefusal ? error.code : "unreachable" });
  }
}
