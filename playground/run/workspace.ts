// The simulated workspace over the life of the playground: begun from the seed or taken up where it was left, kept on disk
// while it changes, and given newcomers when src/flows names somebody new. Never decides anything of Slack's.
import type { SimulatedSlack } from "../server/simulated-slack.ts";
import { isObject, objectAt } from "../slack/json.ts";
import { SlackSimulator } from "../slack/simulator.ts";
import type { Change, SlackSurroundings, Violation, WorldDump, WorldSeed } from "../slack/types.ts";
import type { StandIns } from "../world-seed.ts";
import { readJson, replaceFile } from "./data-directory.ts";

export interface Workspace extends SimulatedSlack {
  /** Of every person, channel and user group. */
  knownIds(): ReadonlySet<string>;
  /** Lets them in. What is there already stays as it is. */
  admit(newcomers: StandIns): void;
  /** Gives everybody an address in this domain: what stands before the @ is their handle. */
  moveEverybodyTo(domain: string): void;
  /** What the bot did against Slack's rules since the last time. */
  takeViolations(): readonly Violation[];
  /** Writes down what was not written yet. */
  save(): void;
}

export interface WorkspaceOptions {
  /** Where it is kept. */
  readonly file: string;
  readonly seed: WorldSeed;
  readonly surroundings: SlackSurroundings;
  /** What is said in a workspace that has just been made. */
  readonly firstWords: readonly { readonly by: string; readonly channel: string; readonly text: string }[];
}

const SAVE_AFTER_MS = 300;

export function openWorkspace({ file, seed, surroundings, firstWords }: WorkspaceOptions): Workspace {
  const listeners = new Set<(change: Change) => void>();
  let unsaved = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const save = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (!unsaved) return;
    unsaved = false;
    replaceFile(file, JSON.stringify(simulator.dump()));
    // The records are for tests, and would only grow here.
    simulator.calls.length = 0;
  };
  const changed = (change: Change): void => {
    unsaved = true;
    timer ??= setTimeout(save, SAVE_AFTER_MS);
    for (const listener of listeners) listener(change);
  };
  const watched = (next: SlackSimulator): SlackSimulator => {
    next.subscribe(changed);
    return next;
  };

  const kept = readJson(file) as WorldDump | undefined;
  let simulator = watched(
    kept === undefined
      ? new SlackSimulator({ ...surroundings, seed })
      : SlackSimulator.restore(withNewcomers(kept, seed, surroundings), { ...surroundings, app: seed.app }),
  );
  if (kept === undefined) for (const { by, channel, text } of firstWords) simulator.as(by).say(channel, text);

  return {
    async fetch(request) {
      const response = await simulator.fetch(request);
      // What the bot is told is done stays done, even if the playground is killed the moment after.
      save();
      return response;
    },
    as: (userId) => simulator.as(userId),
    snapshotFor: (userId) => simulator.snapshotFor(userId),
    dmOf: (userId) => simulator.dmOf(userId),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    admit(newcomers) {
      if (Object.values(newcomers).every((list) => list.length === 0)) return;
      const dump = withNewcomers(simulator.dump(), { ...seed, ...newcomers }, surroundings);
      simulator = watched(SlackSimulator.restore(dump, { ...surroundings, app: seed.app }));
      changed({ what: "person", users: [] });
    },
    knownIds: () => {
      const { world } = simulator.dump();
      const parts = ["people", "channels", "usergroups"];
      return new Set(parts.flatMap((part) => Object.keys((isObject(world) && objectAt(world, part)) || {})));
    },
    moveEverybodyTo(domain) {
      const { world } = simulator.dump();
      const people = Object.values((isObject(world) && objectAt(world, "people")) || {}).filter(isObject);
      for (const { id, name, email, isBot } of people) {
        const wanted = `${name}@${domain}`;
        if (typeof id === "string" && isBot !== true && email !== wanted) simulator.person(id).setEmail(wanted);
      }
    },
    takeViolations: () => simulator.violations.splice(0),
    save,
  };
}

/** Whoever and whatever the seed has and the dump does not. */
function withNewcomers(dump: WorldDump, seed: WorldSeed, surroundings: SlackSurroundings): WorldDump {
  const fresh = new SlackSimulator({ ...surroundings, seed }).dump().world;
  if (!isObject(dump.world) || !isObject(fresh)) return dump;
  const world = { ...dump.world };
  for (const part of ["people", "channels", "usergroups"]) {
    const kept = objectAt(world, part);
    // Newcomers last, and nobody changed.
    world[part] = { ...kept, ...objectAt(fresh, part), ...kept };
  }
  return { ...dump, world };
}
