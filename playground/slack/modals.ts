// Views: each person's stack of modals and their Home tab, with hashes, stack depth and what is typed in them.
// Never reads an API argument and never sends anything; views come here judged by validate-view.ts.
import { LIMITS } from "./block-limits.ts";
import { carriedOver, initialValues } from "./input-values.ts";
import { type JsonObject, objectAt, objectsAt, stringAt, trueAt } from "./json.ts";
import { normaliseBlocks, normaliseText } from "./normalise-blocks.ts";
import type { HomeState, ModalState } from "./types.ts";
import type { Workspace } from "./workspace.ts";
import type { View, World } from "./world.ts";

type Definition = Omit<
  View,
  "id" | "userId" | "hash" | "values" | "errors" | "rootId" | "previousId" | "submitting" | "offered"
>;

const definitionOf = (workspace: Workspace, view: JsonObject): Definition => ({
  type: view["type"] === "home" ? "home" : "modal",
  title: normaliseText(objectAt(view, "title")),
  submit: normaliseText(objectAt(view, "submit")),
  close: normaliseText(objectAt(view, "close")),
  blocks: normaliseBlocks(objectsAt(view, "blocks"), workspace.mint),
  privateMetadata: stringAt(view, "private_metadata") ?? "",
  callbackId: stringAt(view, "callback_id") ?? "",
  externalId: stringAt(view, "external_id") ?? "",
  clearOnClose: trueAt(view, "clear_on_close"),
  notifyOnClose: trueAt(view, "notify_on_close"),
});

const create = (workspace: Workspace, userId: string, view: JsonObject, below: View | null): View => {
  const { world, mint } = workspace;
  const id = mint.id("V");
  const definition = definitionOf(workspace, view);
  const created: View = {
    ...definition,
    id,
    userId,
    hash: mint.hash(),
    values: initialValues(definition.blocks),
    errors: {},
    rootId: below?.rootId ?? id,
    previousId: below?.id ?? null,
    submitting: false,
    offered: {},
  };
  world.views[id] = created;
  return created;
};

const announce = (workspace: Workspace, { type, userId }: Pick<View, "type" | "userId">): void =>
  workspace.changed({ what: type, users: [userId] });

/** A person's modals, bottom first. */
export const stackOf = ({ stacks, views }: World, userId: string): View[] =>
  (stacks[userId] ?? []).flatMap((id) => views[id] ?? []);

export const topOf = (world: World, userId: string): View | undefined => stackOf(world, userId).at(-1);

export const homeOf = ({ homes, views }: World, userId: string): View | undefined => views[homes[userId] ?? ""];

const drop = ({ views }: World, ids: string[]): void => {
  for (const id of ids) delete views[id];
};

/** Opens a new root; whatever modal was open before is gone. */
export const openView = (workspace: Workspace, userId: string, view: JsonObject): View => {
  const { world } = workspace;
  drop(world, world.stacks[userId] ?? []);
  const opened = create(workspace, userId, view, null);
  world.stacks[userId] = [opened.id];
  announce(workspace, opened);
  return opened;
};

/** Puts a view on top, or says why not. */
export const pushView = (
  workspace: Workspace,
  userId: string,
  view: JsonObject,
): View | "push_limit_reached" | "not_found" => {
  const { world } = workspace;
  const stack = stackOf(world, userId);
  const below = stack.at(-1);
  if (below === undefined) return "not_found";
  if (stack.length >= LIMITS["view.stack"]) return "push_limit_reached";
  const pushed = create(workspace, userId, view, below);
  world.stacks[userId] = [...stack.map(({ id }) => id), pushed.id];
  announce(workspace, pushed);
  return pushed;
};

/** Redraws a view: a new hash, no messages under fields, and what was typed stays in fields that are still there. */
export const redrawView = (workspace: Workspace, view: View, definition: JsonObject): View => {
  const redrawn = definitionOf(workspace, definition);
  Object.assign(view, redrawn, {
    hash: workspace.mint.hash(),
    values: carriedOver(view.values, redrawn.blocks),
    errors: {},
    offered: {},
  });
  announce(workspace, view);
  return view;
};

export const publishHome = (workspace: Workspace, userId: string, view: JsonObject): View => {
  const { world } = workspace;
  const before = homeOf(world, userId);
  if (before !== undefined) return redrawView(workspace, before, view);
  const home = create(workspace, userId, view, null);
  world.homes[userId] = home.id;
  announce(workspace, home);
  return home;
};

/** Takes one view off its stack. */
export const closeView = (workspace: Workspace, view: View): void => {
  const { world } = workspace;
  world.stacks[view.userId] = (world.stacks[view.userId] ?? []).filter((id) => id !== view.id);
  drop(world, [view.id]);
  announce(workspace, view);
};

/** Closes every modal of a person; gives back what was there, top first. */
export const clearStack = (workspace: Workspace, userId: string): View[] => {
  const closed = stackOf(workspace.world, userId).reverse();
  for (const view of closed) closeView(workspace, view);
  return closed;
};

export const findByExternalId = ({ views }: World, externalId: string): View | undefined =>
  externalId === "" ? undefined : Object.values(views).find((view) => view.externalId === externalId);

/** A view as the API gives it back and as payloads carry it. */
export const viewJson = ({ team, app, people }: World, view: View): JsonObject => ({
  id: view.id,
  team_id: people[view.userId]?.teamId ?? team.id,
  type: view.type,
  blocks: structuredClone(view.blocks),
  private_metadata: view.privateMetadata,
  callback_id: view.callbackId,
  state: { values: structuredClone(view.values) },
  hash: view.hash,
  ...(view.title === null ? {} : { title: view.title }),
  clear_on_close: view.clearOnClose,
  notify_on_close: view.notifyOnClose,
  close: view.close,
  submit: view.submit,
  previous_view_id: view.previousId,
  root_view_id: view.rootId,
  app_id: app.id,
  external_id: view.externalId,
  app_installed_team_id: team.id,
  bot_id: app.botId,
});

/** A modal as the person sees it. */
export const modalState = (world: World, view: View): ModalState => {
  const stack = stackOf(world, view.userId);
  const submit = stringAt(view.submit ?? undefined, "text");
  return {
    id: view.id,
    externalId: view.externalId,
    callbackId: view.callbackId,
    hash: view.hash,
    title: stringAt(view.title ?? undefined, "text") ?? "",
    ...(submit === undefined ? {} : { submit }),
    close: stringAt(view.close ?? undefined, "text") ?? (view.previousId === null ? "Cancel" : "Back"),
    blocks: structuredClone(view.blocks),
    values: structuredClone(view.values),
    errors: { ...view.errors },
    privateMetadata: view.privateMetadata,
    depth: stack.length,
    level: stack.findIndex(({ id }) => id === view.id) + 1,
    submitting: view.submitting,
  };
};

export const homeState = ({ id, hash, callbackId, blocks, values }: View): HomeState => ({
  id,
  hash,
  callbackId,
  blocks: structuredClone(blocks),
  values: structuredClone(values),
});
