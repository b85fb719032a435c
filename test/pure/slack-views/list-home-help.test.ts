// A person's own requests, the Home tab and the usage text.
import { describe, expect, test } from "vitest";
import type { Request } from "../../../src/domain/request.ts";
import { renderHome } from "../../../src/slack/views/app-home.ts";
import { renderUsage } from "../../../src/slack/views/help.ts";
import { renderLiveAccess } from "../../../src/slack/views/live-access.ts";
import { renderList } from "../../../src/slack/views/request-list.ts";
import { MINUTE_MS, NOON } from "../../fakes/samples.ts";
import { FLOW, HASH } from "./flows.ts";
import { messageAloud, viewAloud } from "./read-aloud.ts";
import { approvalOnly, everyState, stateNamed } from "./states.ts";
import { faultsOfMessage, faultsOfView } from "./within-limits.ts";

const at = { now: NOON + 20 * MINUTE_MS, flows: [{ hash: HASH, flow: FLOW }] };
const lines = (requests: readonly Request[]) => requests.map((request) => ({ request, card: null }));
const listing = (requests: readonly Request[]) => ({ lines: lines(requests), unreadable: 0, overdue: null });
const everything = Object.values(everyState()).map(({ request }) => request);

describe("a person's own requests", () => {
  test("are listed with what can be done about the open ones, then the recent past", () => {
    const list = renderList(lines([...everything, approvalOnly().approved.request]), at);
    expect(messageAloud(list)).toMatchSnapshot();
    expect(faultsOfMessage(list)).toEqual([]);
  });

  test("are none at first", () => {
    expect(messageAloud(renderList([], at))).toMatchSnapshot();
  });

  test("are cut to what a message holds, and the rest is counted", () => {
    const request = stateNamed("active").request;
    const list = renderList(lines(Array.from({ length: 60 }, () => request)), at);
    expect(faultsOfMessage(list)).toEqual([]);
    const shown = list.blocks.filter((block) => block.type === "section" && block.accessory !== undefined).length;
    expect(shown).toBeGreaterThan(30);
    expect(messageAloud(list)).toContain(`…and ${60 - shown} more that are open`);
  });

  test("are named by the names of the Flow where it is gone", () => {
    expect(messageAloud(renderList(lines([stateNamed("pending").request]), { now: at.now }))).toContain(
      "(prod-database, prod)",
    );
  });
});

describe("everybody's live access", () => {
  const live = ["active", "active, overdue", "granting", "revoking"].map((name) => stateNamed(name).request);

  test("is listed with who has it and the time left", () => {
    const list = renderLiveAccess({ requests: live, total: 4 }, at);
    expect(messageAloud(list)).toMatchSnapshot();
    expect(faultsOfMessage(list)).toEqual([]);
  });

  test("is cut to what a message holds, and the rest is counted", () => {
    const requests = Array.from({ length: 60 }, () => stateNamed("active").request);
    const list = renderLiveAccess({ requests, total: 1_060 }, at);
    expect(faultsOfMessage(list)).toEqual([]);
    expect(messageAloud(list)).toContain("*1060* live");
    expect(messageAloud(list)).toMatch(/…and 10\d\d more/);
  });

  test("may be none", () => {
    expect(messageAloud(renderLiveAccess({ requests: [], total: 0 }, at))).toContain(
      "Nobody has access through Sym now.",
    );
  });
});

describe("the Home tab", () => {
  test("shows a way to ask and the person's own requests", () => {
    const home = renderHome(
      { ok: true, value: listing([stateNamed("active").request, stateNamed("closed, denied").request]) },
      at,
    );
    expect(viewAloud(home)).toMatchSnapshot();
    expect(faultsOfView(home)).toEqual([]);
  });

  test("says so where the record does not answer", () => {
    const home = renderHome({ ok: false, refusal: { kind: "not_known_yet" } }, at);
    expect(viewAloud(home)).toContain(
      ":warning: Sym cannot look requests up just now, because its record does not answer",
    );
    expect(faultsOfView(home)).toEqual([]);
  });

  test("holds everything that can be in a list", () => {
    expect(
      faultsOfView(renderHome({ ok: true, value: listing([...everything, ...everything, ...everything]) }, at)),
    ).toEqual([]);
  });
});

const offered = {
  flows: [{ hash: HASH, flow: FLOW }],
  environments: [
    { name: "prod", label: "Production" },
    { name: "sandbox", label: "Sandbox" },
  ],
};

test("help says what can be said, and the names that go into it", () => {
  expect(messageAloud(renderUsage(offered))).toMatchSnapshot();
  expect(faultsOfMessage(renderUsage(offered))).toEqual([]);
  expect(messageAloud(renderUsage({ ...offered, environments: offered.environments.slice(0, 1) }))).not.toContain(
    "Environments",
  );
});

test("help stays within a message however many Flows and Environments there are, and counts the rest", () => {
  const numbered = Array.from({ length: 300 }, (_, n) => ({
    name: `n${"x".repeat(35)}${n}`,
    label: `<&>${"y".repeat(17)}`,
  }));
  const flows = numbered.map((names) => ({ hash: HASH, flow: { ...FLOW, ...names } }));
  const help = renderUsage({ flows, environments: numbered });
  expect(faultsOfMessage(help)).toEqual([]);
  expect(messageAloud(help)).toMatch(/…and 2\d\d more: `\/sym req` shows them/);
});

test("revoke-all of nothing is asked whose access it means", () => {
  const said = messageAloud(renderUsage(offered, "Revoke-All"));
  expect(said).toContain("Whose access is to end?");
  expect(said).toContain("`/sym revoke-all everything`");
  expect(said).not.toContain("does not know");
});

test("nonsense is answered with usage, and shown letter by letter", () => {
  const said = messageAloud(renderUsage(offered, "<!channel> `rm -rf` *now*"));
  expect(said).toContain("Sym does not know `&lt;!channel&gt; 'rm -rf' *now*`.");
});
