// views.*: opening, stacking and redrawing modals, and the Home tab.
// Never shows a view without a right to: a trigger, the id of a view that is there, or a Home tab that is switched on.
import { isObject, stringAt } from "../json.ts";
import { findByExternalId, homeOf, openView, publishHome, pushView, redrawView, viewJson } from "../modals.ts";
import { lookAtTrigger } from "../triggers.ts";
import { isViewTooLarge, problemsOfView, wordsOf } from "../validate-view.ts";
import type { View } from "../world.ts";
import { type Answer, type Call, done, type Method, optional, refuse, refuseArguments, required } from "./method.ts";

/** What is wrong with the view itself. `self`: the view that may keep its external id. */
const viewRefusal = ({ workspace, args, blame }: Call, surface: "modal" | "home", self?: View): Answer | null => {
  const view = args["view"] ?? null;
  if (isViewTooLarge(view)) {
    blame("bad_view", "view_too_large");
    return refuse("view_too_large");
  }
  const problems = problemsOfView(view, surface);
  if (problems.length > 0) {
    const words = wordsOf(problems);
    blame("bad_view", words.join(" "));
    return refuseArguments(words);
  }
  const owner = isObject(view) ? findByExternalId(workspace.world, stringAt(view, "external_id") ?? "") : undefined;
  return owner === undefined || owner === self ? null : refuse("duplicate_external_id");
};

const shown = ({ workspace }: Call, view: View): Answer => done({ view: viewJson(workspace.world, view) });

const invalidTrigger = ({ blame }: Call): Answer => {
  blame("invalid_argument", "invalid_trigger_id");
  return refuse("invalid_trigger_id");
};

/** Both ways of showing a modal with a trigger; the trigger is used up only when the view is shown. */
const withTrigger = (call: Call, how: "open" | "push"): Answer => {
  const { workspace, args } = call;
  const refusal = viewRefusal(call, "modal");
  if (refusal !== null) return refusal;
  const view = args["view"];
  const trigger = lookAtTrigger(workspace, stringAt(args, "trigger_id") ?? "");
  if (trigger === "invalid_trigger_id" || !isObject(view)) return invalidTrigger(call);
  if (typeof trigger === "string") return refuse(trigger);
  if (how === "push" && (trigger.viewId === null || workspace.world.views[trigger.viewId] === undefined)) {
    return refuse("not_found");
  }
  const shownView =
    how === "open" ? openView(workspace, trigger.userId, view) : pushView(workspace, trigger.userId, view);
  if (shownView === "push_limit_reached") call.blame("modal_stack_too_deep", shownView);
  if (typeof shownView === "string") return refuse(shownView);
  trigger.used = true;
  return shown(call, shownView);
};

const hashConflict = ({ args }: Call, view: View | undefined): boolean => {
  const hash = stringAt(args, "hash");
  return hash !== undefined && hash !== "" && hash !== view?.hash;
};

const update = (call: Call): Answer => {
  const { workspace, args } = call;
  const id = stringAt(args, "view_id") ?? "";
  const externalId = stringAt(args, "external_id") ?? "";
  if (id === "" && externalId === "") {
    call.blame("missing_argument", "view_id or external_id");
    return refuseArguments(["[ERROR] missing required field: view_id"]);
  }
  const { views } = workspace.world;
  const view =
    id === "" ? findByExternalId(workspace.world, externalId) : Object.hasOwn(views, id) ? views[id] : undefined;
  const refusal = viewRefusal(call, view?.type ?? "modal", view);
  if (refusal !== null) return refusal;
  const definition = args["view"];
  if (view === undefined || !isObject(definition)) return refuse("not_found");
  return hashConflict(call, view) ? refuse("hash_conflict") : shown(call, redrawView(workspace, view, definition));
};

const publish = (call: Call): Answer => {
  const { workspace, args, blame } = call;
  const userId = stringAt(args, "user_id") ?? "";
  const person = Object.hasOwn(workspace.world.people, userId) ? workspace.world.people[userId] : undefined;
  const before = homeOf(workspace.world, userId);
  const refusal = viewRefusal(call, "home", before);
  if (refusal !== null) return refusal;
  if (!workspace.world.app.homeTab) return refuse("not_enabled");
  const view = args["view"];
  if (person === undefined || person.isBot || !isObject(view)) {
    blame("invalid_argument", `user_id ${userId}`);
    return refuseArguments(["invalid `user_id`"]);
  }
  return hashConflict(call, before) ? refuse("hash_conflict") : shown(call, publishHome(workspace, userId, view));
};

const method = (args: Method["args"], handle: Method["handle"]): Method => ({
  tier: 4,
  formOnly: false,
  scopes: [],
  args: { view: required("json"), ...args },
  handle,
});

export const viewMethods: Record<string, Method> = {
  "views.open": method({ trigger_id: required("string") }, (call) => withTrigger(call, "open")),
  "views.push": method({ trigger_id: required("string") }, (call) => withTrigger(call, "push")),
  "views.update": method(
    { view_id: optional("string"), external_id: optional("string"), hash: optional("string") },
    update,
  ),
  "views.publish": method({ user_id: required("string"), hash: optional("string") }, publish),
};
