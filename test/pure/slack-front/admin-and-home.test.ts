// Freeze, revoke-all, one's own list and the Home tab.
import { expect, test } from "vitest";
import { accepted, refused } from "../../../src/domain/refusal.ts";
import { TEAM } from "../../fakes/samples.ts";
import { ANA, CLEO, desk, OPERATORS, pendingRequest, REQUESTS } from "./desk.ts";

const cleo = { userId: CLEO, teamId: TEAM };

test("freeze and unfreeze ask the engine and say what is so now", async () => {
  let frozen = false;
  const { slack, asked, calls } = desk({
    engine: {
      freeze: async (_person, wanted) => {
        const changed = frozen !== wanted;
        frozen = wanted;
        return accepted({ changed });
      },
    },
  });
  const says = async (line: string) => (await slack.as(CLEO).command(line, REQUESTS)).ephemeral?.text;
  expect(await says("/sym unfreeze")).toMatch(/not frozen/);
  expect(await says("/sym freeze")).toMatch(/^Frozen/);
  expect(await says("/sym freeze")).toMatch(/already/);
  expect(await says("/sym unfreeze")).toMatch(/No longer frozen/);
  expect(asked.map(({ args }) => args.slice(0, 2))).toEqual([false, true, true, false].map((wanted) => [cleo, wanted]));
  // Each is a command of its own, by the one thing of it that Slack never says twice.
  expect(new Set(asked.map(({ args }) => args[2])).size).toBe(4);
  expect([calls(), slack.violations]).toEqual([[], []]);
});

test("who is not an admin is told so", async () => {
  const { slack, settled } = desk({
    engine: {
      freeze: async () => refused({ kind: "not_admin" }),
      countUnder: async () => refused({ kind: "not_admin" }),
    },
  });
  const ana = slack.as(ANA);
  expect((await ana.command("/sym freeze", REQUESTS)).ephemeral?.text).toMatch(/Only the admins/);
  await ana.command("/sym revoke-all everything", REQUESTS);
  await settled();
  expect(ana.messages(REQUESTS).at(-1)).toMatchObject({
    ephemeral: true,
    text: expect.stringMatching(/Only the admins/),
  });
  expect(ana.view()).toBeNull();
});

test.each([
  ["everything", { kind: "everything" }],
  ["@ana", { kind: "person", userId: ANA }],
  ["ORDERS-DB", { kind: "target", target: "orders-db" }],
  ["no-longer-there", { kind: "target", target: "no-longer-there" }],
] as const)("revoke-all %s is counted, confirmed, and ordered for what was counted", async (typed, scope) => {
  const { slack, asked, calls, settled } = desk();
  const admin = slack.as(CLEO);
  expect((await admin.command(`/sym revoke-all ${typed}`, REQUESTS)).ephemeral).toBeUndefined();
  await settled();
  expect(asked).toEqual([{ name: "countUnder", args: [cleo, scope] }]);
  expect(JSON.stringify(admin.view()?.blocks)).toMatch(/\*2\* grants end/);
  const form = admin.view()?.id;
  await admin.submit();
  expect(asked.at(-1)).toEqual({ name: "revokeAll", args: [cleo, scope, form] });
  expect(JSON.stringify(admin.view()?.blocks)).toContain(`<#${OPERATORS}>`);
  expect([calls(), slack.violations]).toEqual([["views.open"], []]);
});

test("a Target that nobody knows is refused with the names that there are, and nothing can be ordered", async () => {
  const { slack, asked, settled } = desk({ engine: { countUnder: async () => accepted({ pending: 0, open: 0 }) } });
  const admin = slack.as(CLEO);
  await admin.command("/sym revoke-all Nope", REQUESTS);
  await settled();
  expect(admin.view()).toBeNull();
  expect(admin.messages(REQUESTS).at(-1)).toMatchObject({
    ephemeral: true,
    text: expect.stringMatching(/^No Target is called `nope`.+Targets here: `orders-db`\./),
  });
  expect(asked.map(({ name }) => name)).toEqual(["countUnder"]);
});

test("a Target that is deployed can be ordered at with nothing open: something may be on its way", async () => {
  const { slack, settled } = desk({ engine: { countUnder: async () => accepted({ pending: 0, open: 0 }) } });
  const admin = slack.as(CLEO);
  await admin.command("/sym revoke-all orders-db", REQUESTS);
  await settled();
  expect(JSON.stringify(admin.view()?.blocks)).toMatch(/nothing to end/);
});

test("a name that Slack made no mention of is never taken for a person or a Target", async () => {
  const { slack, asked, settled } = desk();
  const outcome = await slack.as(CLEO).command("/sym revoke-all @nobody-here", REQUESTS);
  await settled();
  expect(outcome.ephemeral?.text).toMatch(/did not recognise/);
  expect(asked).toEqual([]);
});

test("revoke-all that could not be stored says so, in place of the confirmation", async () => {
  const { slack, settled } = desk({ engine: { revokeAll: async () => refused({ kind: "not_known_yet" }) } });
  const admin = slack.as(CLEO);
  await admin.command("/sym revoke-all everything", REQUESTS);
  await settled();
  await admin.submit();
  expect(JSON.stringify(admin.view()?.blocks)).toMatch(/cannot say yet whether the order was taken/);
  expect(slack.violations).toEqual([]);
});

test("an engine that breaks while it counts is said to the person alone", async () => {
  const { slack, settled, logged } = desk({ engine: { countUnder: () => Promise.reject(new RangeError("detail")) } });
  const admin = slack.as(CLEO);
  await admin.command("/sym revoke-all everything", REQUESTS);
  await settled();
  expect(admin.messages(REQUESTS).at(-1)).toMatchObject({ ephemeral: true, text: expect.stringMatching(/went wrong/) });
  expect(logged).toEqual([
    { name: "slack.listener.failed", fields: { listener: "command", stage: "after", class: "RangeError" } },
  ]);
});

test("list all answers an admin alone, with what the engine says", async () => {
  const request = pendingRequest();
  const { slack, asked, calls } = desk({
    engine: { listAll: async () => accepted({ requests: [request], total: 3 }) },
  });
  const { ephemeral } = await slack.as(CLEO).command("/sym list all", REQUESTS);
  expect(JSON.stringify(ephemeral)).toContain("*3* live");
  expect(JSON.stringify(ephemeral)).toContain("…and 2 more");
  expect(asked).toEqual([{ name: "listAll", args: [cleo] }]);
  expect([calls(), slack.violations]).toEqual([[], []]);
});

test("list all is refused to who is not an admin, and said where the record does not answer", async () => {
  const no = desk({ engine: { listAll: async () => refused({ kind: "not_admin" }) } });
  expect((await no.slack.as(ANA).command("/sym list all", REQUESTS)).ephemeral?.text).toMatch(/Only the admins/);
  const down = desk({ engine: { listAll: async () => refused({ kind: "not_known_yet" }) } });
  expect((await down.slack.as(CLEO).command("/sym list all", REQUESTS)).ephemeral?.text).toMatch(
    /cannot look requests up/,
  );
});

test("list answers in the acknowledgement with one's own requests and no call", async () => {
  const { slack, asked, calls } = desk();
  const outcome = await slack.as(ANA).command("/sym list", REQUESTS);
  expect(outcome.ephemeral).toMatchObject({ ephemeral: true, text: expect.stringMatching(/1 open/) });
  expect(asked).toEqual([{ name: "list", args: [{ userId: ANA, teamId: TEAM }] }]);
  expect([calls(), slack.violations]).toEqual([[], []]);
});

test("list says when the record does not answer", async () => {
  const { slack } = desk({ engine: { list: async () => refused({ kind: "not_known_yet" }) } });
  expect((await slack.as(ANA).command("/sym list", REQUESTS)).ephemeral?.text).toMatch(/record does not answer/);
});

test("the Home tab is drawn when it is opened, redrawn after an end, and opens the picker", async () => {
  const { slack, asked, calls, settled } = desk();
  const ana = slack.as(ANA);
  await ana.openHome();
  await settled();
  expect(JSON.stringify(ana.home()?.blocks)).toContain("Orders database");
  expect(calls()).toEqual(["views.publish"]);
  await ana.click({ home: true }, "request.cancel");
  await settled();
  expect(asked.map(({ name }) => name)).toEqual(["list", "cancel", "list"]);
  await ana.click({ home: true }, "home.new_request");
  expect(ana.view()?.title).toBe("Ask for access");
  expect([calls(), slack.violations]).toEqual([["views.publish", "views.publish", "views.open"], []]);
});

test("a Home tab that Slack would not take is a line in the log", async () => {
  const { slack, logged, settled } = desk();
  slack.faults.failNext("views.publish", "not_enabled");
  await slack.as(ANA).openHome();
  await settled();
  expect(logged).toEqual([{ name: "slack.home.missed", fields: { code: "not_enabled" } }]);
});
