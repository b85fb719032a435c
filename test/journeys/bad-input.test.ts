// What bad input gets: refused, without effect, and in words for whoever can read them.
import { expect } from "vitest";
import type { SignedRequestOptions } from "../../playground/slack/types.ts";
import { approval, people, usergroup } from "../../src/sym.ts";
import { database, deploymentWith, environments, release } from "./deployment.ts";
import { journey } from "./journey.ts";
import { buttonsOf, cardOn, cardsOn, newsOf, receiptOf, toldPrivately, wordsOf } from "./reading.ts";
import { HOUR, MINUTE, type Stage } from "./stage.ts";
import { askForDatabase, fillIn, press, REASON, send } from "./steps.ts";
import { ANA, accountOf, BEN, CLEO, DBA, GENERAL, OTTO } from "./workspace.ts";

const holds = (stage: Stage) => stage.target.levelOf("orders", accountOf(ANA));
const refusals = (stage: Stage) =>
  stage.log.filter(({ name }) => name === "request.command.refused").map(({ fields }) => fields["why"]);

journey("a bad or missing signature, or a timestamp more than 300 s off, is 401 and has no effect", async (stage) => {
  await askForDatabase(stage);
  await stage.as(BEN).click(cardOn(stage), { text: "Approve" });
  const approval = stage.sent.at(-1) ?? "";
  await stage.settle();
  await askForDatabase(stage, { "Access to": "Orders, read and write" });
  const body = approval.replace(/t0{10,}\d+/, idOf(cardOn(stage)));
  const seconds = Math.floor(stage.now / 1_000);
  const before = {
    calls: stage.slack.calls.length,
    trips: stage.record.trips.length,
    objects: stage.objects.calls.length,
  };
  for (const wrong of [
    { signature: null },
    { signature: "v0=" },
    { signature: `v0=${"0".repeat(64)}` },
    { secret: "another secret" },
    { version: "v1" },
    { timestamp: seconds - 301 },
    { timestamp: seconds + 302 },
    { timestamp: "now" },
    { timestamp: `${seconds}.5` },
    { timestamp: "" },
  ] satisfies SignedRequestOptions[]) {
    const { status } = await stage.slack.raw(await stage.slack.signed(body, wrong));
    expect([wrong, status]).toEqual([wrong, 401]);
  }
  const stolen = await stage.slack.signed("payload=%7B%7D");
  const onto = new Request(stolen.url, { method: "POST", headers: stolen.headers, body });
  expect((await stage.slack.raw(onto)).status).toBe(401);
  await stage.settle();
  expect(stage.slack.calls).toHaveLength(before.calls);
  expect(stage.record.trips).toHaveLength(before.trips);
  expect(stage.objects.calls).toHaveLength(before.objects);
  expect(buttonsOf(cardOn(stage))).toEqual(["Approve", "Deny"]);
});

journey("300 s off either way is still Slack", async (stage) => {
  const seconds = Math.floor(stage.now / 1_000);
  const command = new URLSearchParams({
    command: "/sym",
    text: "help",
    user_id: ANA,
    team_id: "T0ACME",
    trigger_id: "1",
  });
  for (const timestamp of [seconds - 299, seconds + 299]) {
    const answer = await stage.slack.raw(await stage.slack.signed(command, { timestamp }));
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining("/sym req FLOW")]);
  }
});

journey("Slack's unsigned certificate check is answered with nothing behind it", async (stage) => {
  const check = new URLSearchParams({ ssl_check: "1", token: "x" });
  expect((await stage.slack.raw(await stage.slack.signed(check, { signature: null, headers: {} }))).status).toBe(401);
  const bare = new Request("https://sym.test/slack/events", { method: "POST", body: check });
  const answer = await stage.slack.raw(bare);
  expect([answer.status, await answer.text()]).toEqual([200, ""]);
  expect([stage.slack.calls, stage.record.trips, stage.objects.calls]).toEqual([[], [], []]);
});

journey("signed nonsense is refused by its form and moves nothing", async (stage) => {
  const payloads = [
    "payload=",
    "payload=%7B",
    "payload=null",
    "payload=%5B%5D",
    "payload=7",
    new URLSearchParams({ payload: JSON.stringify({ type: "block_actions" }) }),
    new URLSearchParams({
      payload: JSON.stringify({ type: "block_actions", actions: [{ action_id: "request.approve" }] }),
    }),
    new URLSearchParams({
      payload: JSON.stringify({ type: "view_submission", view: { callback_id: "request_form" } }),
    }),
    new URLSearchParams({ payload: JSON.stringify({ type: "something_new" }) }),
    new URLSearchParams({ command: "/sym", text: "list" }),
    "",
    { type: "event_callback", event: { type: "app_home_opened", user: 7 } },
    { type: "event_callback", event: null },
    [],
  ];
  for (const body of payloads) {
    const { status } = await stage.slack.raw(await stage.slack.signed(body));
    expect([body, [200, 400].includes(status) ? "quiet" : status]).toEqual([body, "quiet"]);
  }
  const large = await stage.slack.raw(await stage.slack.signed(`payload=${"x".repeat(2_000_000)}`));
  expect(large.status).toBe(413);
  await stage.settle();
  expect([stage.slack.calls, stage.record.trips, stage.objects.calls]).toEqual([[], [], []]);
});

journey("a submission that is retried or replayed makes one request", async (stage) => {
  await fillIn(stage, "database", {
    "Access to": "Orders, read only",
    "Why do you need it?": REASON,
    "For how long?": "1 hour",
  });
  await stage.as(ANA).submit();
  const submission = stage.sent.at(-1) ?? "";
  const again = async () => stage.slack.raw(await stage.slack.signed(submission));
  for (const { status } of await Promise.all([again(), again(), again()])) expect(status).toBe(200);
  await stage.settle();
  expect(cardsOn(stage)).toHaveLength(1);
  await press(stage, BEN, "Approve");
  expect((await again()).status).toBe(200);
  await stage.settle();
  expect(cardsOn(stage)).toHaveLength(1);
  expect(newsOf(stage, ANA)).toHaveLength(3);
});

journey("two submissions of one form at the same moment make one request", async (stage) => {
  await fillIn(stage, "release", { Version: "1" });
  const tampered = stage.as(ANA, { clientLimits: false });
  await Promise.all([tampered.submit(), tampered.submit()]);
  await stage.settle();
  expect(cardsOn(stage)).toHaveLength(1);
});

journey("of two people who approve at once, one has approved, and the other is told who", async (stage) => {
  await askForDatabase(stage);
  const card = cardOn(stage);
  await Promise.all([stage.as(BEN).click(card, { text: "Approve" }), stage.as(CLEO).click(card, { text: "Approve" })]);
  await stage.settle();
  const told = [BEN, CLEO].map((who) => toldPrivately(stage, who));
  expect(told.filter((words) => words === "")).toHaveLength(1);
  const [first, second] = told[0] === "" ? [BEN, CLEO] : [CLEO, BEN];
  expect(toldPrivately(stage, second)).toBe(`<@${first}> has already approved it. Nothing more has changed.`);
  expect(wordsOf(cardOn(stage))).toContain(`Approved by <@${first}>.`);
  expect(newsOf(stage, ANA)).toHaveLength(3);
});

journey("a double click on Approve is one approval", async (stage) => {
  await askForDatabase(stage);
  const card = cardOn(stage);
  await Promise.all([1, 2, 3].map(() => stage.as(BEN).click(card, { text: "Approve" })));
  await stage.settle();
  expect(newsOf(stage, ANA)).toHaveLength(3);
  expect(holds(stage)).toBe("read");
});

journey("of approve and deny at once one counts, and the other person is told what happened", async (stage) => {
  await askForDatabase(stage);
  const card = cardOn(stage);
  await press(stage, BEN, "Deny");
  await Promise.all([stage.as(BEN).submit(), stage.as(CLEO).click(card, { text: "Approve" })]);
  await stage.settle();
  const words = wordsOf(cardOn(stage));
  if (holds(stage) === "read") {
    expect(words).toContain(`Approved by <@${CLEO}>.`);
    expect(wordsOf(stage.as(BEN).view())).toContain(`<@${CLEO}> has already approved it.`);
  } else {
    expect(words).toContain(`Denied by <@${BEN}>`);
    expect(toldPrivately(stage, CLEO)).toContain(`<@${BEN}> has already denied it.`);
  }
});

journey("a decision after the other one is told what already happened", async (stage) => {
  await askForDatabase(stage);
  const card = cardOn(stage);
  await press(stage, BEN, "Deny");
  await stage.as(CLEO).click(card, { text: "Approve" });
  await stage.settle();
  await send(stage, BEN);
  expect(wordsOf(stage.as(BEN).view())).toContain(`<@${CLEO}> has already approved it.`);
  await stage.as(BEN).close();
  await stage.as(BEN).click({ ...card, blocks: card.blocks }, { text: "Deny" });
  await stage.settle();
  expect(toldPrivately(stage, BEN)).toContain(`<@${CLEO}> has already approved it.`);
  expect(holds(stage)).toBe("read");
});

journey("an approval after a cancel or a lapse changes nothing and says so", async (stage) => {
  await askForDatabase(stage);
  const first = cardOn(stage);
  await stage.as(ANA).click(receiptOf(stage, ANA), { text: "Cancel request" });
  await stage.settle();
  await stage.as(BEN).click({ ...first, blocks: first.blocks }, { text: "Approve" });
  await stage.settle();
  expect(toldPrivately(stage, BEN)).toContain(`<@${ANA}> has already cancelled it.`);

  await askForDatabase(stage);
  const second = cardOn(stage);
  await stage.skip(9 * HOUR);
  await stage.as(BEN).click({ ...second, blocks: second.blocks }, { text: "Approve" });
  await stage.settle();
  expect(toldPrivately(stage, BEN)).toContain("Nobody answered in time, so this request has lapsed.");
  expect(holds(stage)).toBeNull();
  expect(refusals(stage)).toEqual(["already", "already"]);
});

journey("an approval in the moment before a lapse is noticed counts as too late", async (stage) => {
  await askForDatabase(stage);
  const card = cardOn(stage);
  await stage.loseAlarms();
  await stage.skip(8 * HOUR);
  await stage.as(BEN).click(card, { text: "Approve" });
  await stage.settle();
  expect(toldPrivately(stage, BEN)).toContain("Nobody answered in time");
  expect(holds(stage)).toBeNull();
  await stage.skip(2 * MINUTE);
  expect(wordsOf(cardOn(stage))).toContain("Lapsed");
});

journey("values that the form did not offer are refused under their field and named in the log", async (stage) => {
  const tampered = { clientLimits: false };
  await fillIn(
    stage,
    "database",
    {
      "Access to": "shop-admin",
      "Why do you need it?": REASON,
      Region: "moon",
      "Personal data?": "perhaps",
      "For how long?": "999999999",
    },
    ANA,
    tampered,
  );
  expect(await send(stage, ANA, tampered)).toMatchObject({
    fieldErrors: {
      target: "Choose something from the list.",
      "field.region": "Choose one of the options in the list.",
      "field.personal": "Choose yes or no.",
      duration: "Choose one of the durations in the list.",
    },
  });
  expect(cardsOn(stage)).toEqual([]);
  expect(stage.log.filter(({ name }) => name === "slack.form.refused")).toEqual([
    {
      name: "slack.form.refused",
      fields: {
        flow: "database",
        environment: "prod",
        user: ANA,
        at: "target field.personal field.region duration",
      },
    },
  ]);
});

journey("a Flow that the person may not use is refused and named in the log", async (stage) => {
  await fillIn(stage, "break-glass", { "What is broken?": REASON, "For how long?": "1 hour" }, OTTO);
  await send(stage, OTTO);
  expect(wordsOf(stage.as(OTTO).view())).toContain("You cannot ask for *Break glass*");
  expect(refusals(stage)).toEqual(["may_not_request"]);
  expect(cardsOn(stage)).toEqual([]);
});

journey("a button with another request, another version or anything else in it has no effect", async (stage) => {
  await askForDatabase(stage);
  const card = cardOn(stage);
  const withValue = (value: string) => ({
    ...card,
    blocks: card.blocks.map((block) => ({
      ...block,
      ...(Array.isArray(block["elements"]) && block["type"] === "actions"
        ? {
            elements: block["elements"].map((element) =>
              typeof element === "object" ? Object.assign({}, element, { value }) : element,
            ),
          }
        : {}),
    })),
  });
  for (const [value, told] of [
    [`${"x".repeat(26)}.1`, "There is no such request"],
    [`${idOf(card)}.2`, "This request has changed since the button was drawn."],
    [`${idOf(card)}.01`, "That button is not one of a request any more."],
    ["' OR 1=1 --", "That button is not one of a request any more."],
    ["", "That button is not one of a request any more."],
  ] as const) {
    for (const button of ["Approve", "Deny"]) {
      await stage.as(BEN, { clientLimits: false }).click(withValue(value), { text: button });
      await stage.settle();
      expect([value, button, toldPrivately(stage, BEN)]).toEqual([value, button, expect.stringContaining(told)]);
    }
  }
  expect(buttonsOf(cardOn(stage))).toEqual(["Approve", "Deny"]);
  expect(refusals(stage)).toEqual(["not_found", "not_found", "changed", "changed"]);
  expect(stage.log.filter(({ name }) => name === "slack.button.refused")).toHaveLength(6);
});

journey("somebody else's Cancel is refused", async (stage) => {
  await askForDatabase(stage);
  const receipt = receiptOf(stage, ANA);
  await stage.as(OTTO, { clientLimits: false }).click(receipt, { text: "Cancel request" });
  await stage.settle();
  expect(buttonsOf(cardOn(stage))).toEqual(["Approve", "Deny"]);
  expect(refusals(stage)).toEqual(["not_requester"]);
});

journey("a request is judged by its own version of the Flow and by the current one", async (stage) => {
  await askForDatabase(stage);
  const { approvers: _, ...settings } = database;
  stage.deploy(deploymentWith(approval(environments, { ...settings, approvers: people(BEN, OTTO) }), release));
  await press(stage, CLEO, "Approve");
  await press(stage, OTTO, "Approve");
  expect(holds(stage)).toBeNull();
  expect(refusals(stage)).toEqual(["may_not_approve", "may_not_approve"]);
  expect(toldPrivately(stage, OTTO)).toContain("who must also be");
  await press(stage, BEN, "Approve");
  expect(holds(stage)).toBe("read");
  stage.deploy(deploymentWith(release));
  await stage.skip(HOUR);
  expect(holds(stage)).toBeNull();
});

journey("a Flow or a Target that is gone refuses new grants", async (stage) => {
  await askForDatabase(stage);
  stage.deploy(deploymentWith(release));
  await press(stage, BEN, "Approve");
  expect(toldPrivately(stage, BEN)).toContain("The Flow `database` is no longer offered in `prod`");
  const narrower = { prod: { targets: ["orders-write"] } } as const;
  stage.deploy(
    deploymentWith(approval(environments, { ...database, approvers: usergroup(DBA), environments: narrower })),
  );
  await press(stage, CLEO, "Approve");
  expect(toldPrivately(stage, CLEO)).toContain("*Orders, read only* is no longer offered as it was asked for here");
  expect(holds(stage)).toBeNull();
  expect((await stage.as(ANA).command("/sym list", GENERAL)).ok).toBe(true);
});

/** Of the request that a card is about, as it stands in the card's last line. */
function idOf(card: { blocks: Parameters<typeof buttonsOf>[0]["blocks"] }): string {
  return /request `([a-z0-9]{26})`/.exec(wordsOf(card))?.[1] ?? "";
}
