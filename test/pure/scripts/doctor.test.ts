// What the doctor finds in a workspace: everybody and everything that the Flows name, asked of a strict Slack over HTTP.
import { afterEach, expect, test } from "vitest";
import type { SlackSimulator } from "../../../playground/slack/simulator.ts";
import type { PersonSeed, WorldSeed } from "../../../playground/slack/types.ts";
import { examine } from "../../../scripts/doctor/examine.ts";
import type { Finding } from "../../../scripts/doctor/finding.ts";
import { closingLine, reportLines } from "../../../scripts/doctor/report.ts";
import { doctorSettings } from "../../../scripts/doctor/settings.ts";
import { createAskSlack, Unreachable } from "../../../scripts/doctor/slack-api.ts";
import { checkDeployment } from "../../../src/domain/flow-check.ts";
import { botScopes } from "../../../src/slack/scopes.ts";
import { strategies } from "../../../src/strategies/registry.ts";
import { CARDS, DBA, MIA, NOA, OPS, ownFlows } from "./flows.ts";
import { BOT, person, TOKEN, workspaceSeed } from "./own-workspace.ts";
import { slackServer } from "./slack-server.ts";

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0)) await close();
});

interface Stage {
  readonly slack: SlackSimulator;
  /** Milliseconds that the doctor waited, each time. */
  readonly waits: number[];
  examine(token?: string): Promise<Finding[]>;
}

async function stage(world: WorldSeed = workspaceSeed()): Promise<Stage> {
  const { slack, apiUrl, close } = await slackServer(world);
  cleanUp.push(close);
  const check = checkDeployment(ownFlows, strategies);
  if (!check.ok) throw new Error(check.problems.join("\n"));
  const waits: number[] = [];
  const sleep = async (ms: number): Promise<void> => void waits.push(ms);
  return {
    slack,
    waits,
    examine: (botToken = TOKEN) => examine(createAskSlack({ botToken, apiUrl, sleep }), check.deployment),
  };
}

const worst = (findings: readonly Finding[], id: string): Finding | undefined =>
  findings.find(({ what }) => what.includes(id));

test("where all is well it says so, once for everybody and everything, and does nothing against Slack's rules", async () => {
  const { slack, examine } = await stage();
  const findings = await examine();
  expect(findings.map(({ verdict, what, use }) => [verdict, what, use])).toEqual([
    ["good", "@sym in Acme (T01ACME001)", "the bot token"],
    ["good", `${botScopes().length} scopes`, "what the app may do"],
    ["good", `Mia (${MIA})`, "approvers of reports; admins"],
    ["good", `Noa (${NOA})`, "requesters of release"],
    ["good", `@dba (${DBA}), 1 in it`, "approvers of reports"],
    ["good", `#access (${CARDS})`, "cards of reports, release; approvers of release"],
    ["good", `#access-ops (${OPS})`, "operators"],
  ]);
  expect(slack.violations).toEqual([]);
  expect(new Set(slack.calls.map(({ method }) => method))).toEqual(
    new Set(["auth.test", "users.info", "usergroups.list", "conversations.info"]),
  );
});

test("a token that Slack does not take ends the examination", async () => {
  const { examine } = await stage();
  const findings = await examine("xoxb-of-somebody-else");
  expect(findings).toMatchObject([{ verdict: "refused", advice: [expect.stringContaining("invalid_auth")] }]);
  expect(JSON.stringify(findings)).not.toContain("xoxb-of-somebody-else");
});

test("scopes that are missing are named, and what could not be asked for want of them refers to that", async () => {
  const world = workspaceSeed();
  world.app.scopes = botScopes().filter((scope) => scope !== "usergroups:read");
  const findings = await (await stage(world)).examine();
  expect(worst(findings, "scopes")).toMatchObject({
    verdict: "refused",
    advice: [expect.stringContaining("usergroups:read is missing")],
  });
  expect(worst(findings, DBA)).toMatchObject({
    verdict: "refused",
    advice: [expect.stringContaining("see the scopes")],
  });
});

test("scopes that Sym does not need are a doubt, no refusal", async () => {
  const world = workspaceSeed();
  world.app.scopes = [...botScopes(), "channels:history"];
  expect(worst(await (await stage(world)).examine(), "scopes")).toMatchObject({
    verdict: "doubtful",
    advice: [expect.stringContaining("channels:history")],
  });
});

test.each<[string, Partial<PersonSeed>, string]>([
  ["deactivated", { deleted: true }, "is deactivated"],
  ["a guest", { isRestricted: true }, "is a guest"],
  ["a bot", { isBot: true }, "is a bot"],
  ["of another organisation", { teamId: "T01OTHER01" }, "another organisation"],
])("a person who is %s is refused", async (_who, more, words) => {
  const world = workspaceSeed();
  world.people = [person(MIA, "Mia"), { ...person(NOA, "Noa"), ...more }];
  expect(worst(await (await stage(world)).examine(), NOA)).toMatchObject({
    verdict: "refused",
    advice: [expect.stringContaining(words)],
  });
});

test("a person, a group and a channel that are not there are refused, each with what it is needed for", async () => {
  const world: WorldSeed = { ...workspaceSeed(), people: [person(MIA, "Mia")], usergroups: [] };
  world.channels = world.channels.filter(({ id }) => id !== OPS);
  const findings = await (await stage(world)).examine();
  const refused = findings.filter(({ verdict }) => verdict === "refused");
  expect(refused.map(({ what, use }) => [what, use])).toEqual([
    [NOA, "requesters of release"],
    [DBA, "approvers of reports"],
    [OPS, "operators"],
  ]);
  expect(refused.flatMap(({ advice }) => advice)).toEqual([
    expect.stringContaining("no such person"),
    expect.stringContaining("no such user group"),
    expect.stringContaining("no such channel"),
  ]);
});

test("a group that is disabled, or empty, names nobody", async () => {
  const { slack, examine } = await stage();
  slack.usergroup(DBA).setUsers([]);
  expect(worst(await examine(), DBA)).toMatchObject({
    verdict: "refused",
    advice: [expect.stringContaining("Nobody")],
  });
  slack.usergroup(DBA).disable();
  expect(worst(await examine(), DBA)).toMatchObject({
    verdict: "refused",
    advice: [expect.stringContaining("is disabled")],
  });
});

test("a channel in which the app is not, or that is archived, cannot be posted to", async () => {
  const { slack, examine } = await stage();
  slack.channel(OPS).kickBot();
  slack.channel(CARDS).archive();
  const findings = await examine();
  expect(worst(findings, OPS)).toMatchObject({ verdict: "refused", advice: [expect.stringContaining("/invite @Sym")] });
  expect(worst(findings, CARDS)).toMatchObject({ verdict: "refused", advice: [expect.stringContaining("archived")] });
});

test("a private channel without the app looks as if it were not there, and the advice says so", async () => {
  const world = workspaceSeed();
  world.channels = [
    { id: CARDS, name: "access", members: [MIA, NOA], isPrivate: true },
    { id: OPS, name: "access-ops", members: [MIA, BOT] },
  ];
  expect(worst(await (await stage(world)).examine(), CARDS)?.advice).toEqual([
    expect.stringMatching(/private and the app is not in it: \/invite @Sym/),
  ]);
});

test("a channel that other organisations share is a doubt, no refusal", async () => {
  const world = workspaceSeed();
  world.channels = world.channels.map((one) => ({ ...one, isExtShared: one.id === CARDS }));
  const findings = await (await stage(world)).examine();
  expect(worst(findings, CARDS)).toMatchObject({
    verdict: "doubtful",
    advice: [expect.stringContaining("other organisations")],
  });
  expect(closingLine(findings)).toBe("All 7 will work; look at the one that is marked.");
});

test("where Slack asks to come back later, the doctor waits as long as it says and asks again", async () => {
  const { slack, waits, examine } = await stage();
  slack.faults.failNext("users.info", { status: 429, retryAfter: 7 }, 2);
  slack.faults.failNext("conversations.info", { status: 503 });
  expect((await examine()).every(({ verdict }) => verdict === "good")).toBe(true);
  expect(waits).toEqual([7_000, 7_000, 1_000]);
});

test("where Slack cannot be reached, the doctor gives up after a few tries and does not take silence for an answer", async () => {
  const { slack, waits, examine } = await stage();
  slack.faults.down(true);
  await expect(examine()).rejects.toThrow(Unreachable);
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
});

test("the table has a line for each finding, with what to do under it", () => {
  const refused: Finding = {
    verdict: "refused",
    kind: "channel",
    what: "#ops (C01)",
    use: "operators",
    advice: ["Do this."],
  };
  expect(reportLines(refused)).toEqual([
    expect.stringMatching(/✗.* channel +#ops \(C01\) +operators$/),
    "      Do this.",
  ]);
  expect(closingLine([refused])).toBe("1 of 1 will not work. Put it right and run npm run doctor again.");
});

test("the token goes to Slack or to this machine, and nowhere else", () => {
  const settings = (SLACK_API_URL?: string) => doctorSettings({ SLACK_BOT_TOKEN: TOKEN, SLACK_API_URL });
  expect(settings().apiUrl).toBe("https://slack.com/api/");
  expect(settings("http://127.0.0.1:4747/api").apiUrl).toBe("http://127.0.0.1:4747/api/");
  for (const url of [
    "https://slack.test/api/",
    "https://127.0.0.1.example.com/api/",
    "http://127.0.0.1@example.com/api/",
    "http://localhost.example.com/",
    "ftp://localhost/",
    "nonsense",
  ])
    expect(() => settings(url), url).toThrow("SLACK_API_URL must be");
});

test("without the bot's token the doctor says what it needs, and never repeats what it was given instead", () => {
  expect(() => doctorSettings({})).toThrow("The doctor needs the bot token.");
  expect(() => doctorSettings({ SLACK_BOT_TOKEN: "xoxp-a-persons" })).toThrow("begins with xoxb-");
  expect(() => doctorSettings({ SLACK_BOT_TOKEN: "xoxp-a-persons" })).not.toThrow("xoxp-a-persons");
});
