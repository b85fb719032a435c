// The simulated workspace over restarts and newcomers.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWorkspace, type Workspace } from "../../../playground/run/workspace.ts";
import { namedIn } from "../../../playground/worker/named-in.ts";
import { CAST, FIRST_WORDS, standInsFor, worldSeed } from "../../../playground/world-seed.ts";
import { checkDeployment } from "../../../src/domain/flow-check.ts";
import definition from "../../../src/flows/index.ts";
import { strategies } from "../../../src/strategies/registry.ts";

const API = "http://127.0.0.1:4747/api/";
const NOBODY = { people: [], channels: [], usergroups: [] };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sym-workspace-"));
});
const opened: Workspace[] = [];
afterEach(() => {
  // Writes what is due, so that no timer comes back to a directory that is gone.
  for (const workspace of opened.splice(0)) workspace.save();
  rmSync(folder, { recursive: true, force: true });
});

function open(botToken: string): Workspace {
  const workspace = openWorkspace({
    file: join(folder, "slack.json"),
    seed: worldSeed({ signingSecret: "playground-secret", botToken }),
    firstWords: FIRST_WORDS,
    surroundings: {
      deliver: async () => new Response(null, { status: 404 }),
      eventsUrl: "http://127.0.0.1:4747/slack/events",
      apiBase: API,
      now: () => 1_700_000_000_000,
    },
  });
  opened.push(workspace);
  return workspace;
}

const post = (workspace: Workspace, botToken: string, text: string): Promise<Response> =>
  workspace.fetch(
    new Request(`${API}chat.postMessage`, {
      method: "POST",
      headers: { authorization: `Bearer ${botToken}`, "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify({ channel: "C0REQUESTS", text }),
    }),
  );

const textsIn = (workspace: Workspace, channel: string): string[] =>
  (workspace.snapshotFor("U0ANA").messages[channel] ?? []).map(({ text }) => text);

test("a new workspace greets whoever comes, and an old one does not greet them again", () => {
  const first = open("xoxb-first");
  expect(textsIn(first, "C0GENERAL")).toEqual(FIRST_WORDS.map(({ text }) => text));
  first.save();
  expect(textsIn(open("xoxb-second"), "C0GENERAL")).toHaveLength(FIRST_WORDS.length);
});

test("what the bot was told is posted is there after a kill, and the next bot has a token of its own", async () => {
  const posted = await post(open("xoxb-first"), "xoxb-first", "A card");
  expect(await posted.json()).toMatchObject({ ok: true });
  const next = open("xoxb-second");
  expect(textsIn(next, "C0REQUESTS")).toEqual(["A card"]);
  expect(await (await post(next, "xoxb-first", "of the old one")).json()).toMatchObject({
    ok: false,
    error: "invalid_auth",
  });
  expect(await (await post(next, "xoxb-second", "of the new one")).json()).toMatchObject({ ok: true });
});

test("newcomers are let in while everybody goes on, and whoever watches the workspace hears of it", () => {
  const workspace = open("xoxb-first");
  workspace.as("U0ANA").say("C0REQUESTS", "Anybody there?");
  let changes = 0;
  workspace.subscribe(() => {
    changes += 1;
  });
  const named = { people: ["U04REAL", "U0ANA"], channels: ["C04REAL", "C0GENERAL"], usergroups: ["S04REAL"] };
  const known = workspace.knownIds();
  workspace.admit(standInsFor(named, (id) => known.has(id)));
  expect(changes).toBe(1);
  workspace.as("U04REAL").say("C04REAL", "Here I am");
  expect(changes).toBeGreaterThan(1);
  expect(textsIn(workspace, "C0REQUESTS")).toEqual(["Anybody there?"]);
  expect(textsIn(workspace, "C04REAL")).toEqual(["Here I am"]);
  expect(workspace.snapshotFor("U0ANA").usergroups.map(({ id }) => id)).toEqual(["S0DBA", "S04REAL"]);
  workspace.save();
  expect(open("xoxb-second").knownIds().has("U04REAL")).toBe(true);
});

test("where nobody is new, nothing changes", () => {
  const workspace = open("xoxb-first");
  let changes = 0;
  workspace.subscribe(() => {
    changes += 1;
  });
  workspace.admit(NOBODY);
  expect(changes).toBe(0);
});

test("everybody and everything that src/flows names is there, from the start or as a stand-in", () => {
  const checked = checkDeployment(definition, strategies);
  if (!checked.ok) throw new Error(checked.problems.join("\n"));
  const named = namedIn(checked.deployment);
  const workspace = open("xoxb-first");
  const known = workspace.knownIds();
  workspace.admit(standInsFor(named, (id) => known.has(id)));
  const there = workspace.knownIds();
  const ids = [...named.people, ...named.channels, ...named.usergroups];
  expect(ids.filter((id) => !there.has(id))).toEqual([]);
  expect(CAST.filter(({ id }) => !there.has(id))).toEqual([]);
});

test("everybody's address moves to the domain that the Flows ask for, once", () => {
  const workspace = open("xoxb-first");
  workspace.moveEverybodyTo("acme.test");
  let changes = 0;
  workspace.subscribe(() => {
    changes += 1;
  });
  workspace.moveEverybodyTo("acme.test");
  expect(changes).toBe(0);
});
