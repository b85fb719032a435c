// What bad input gets: refused, without effect, and in words for whoever can read them.
import { expect } from "vitest";
import type { SignedRequestOptions } from "../../playground/slack/types.ts";
import { approval, people, usergroup } from "../../src/sym.ts";
import { database, deploymentWith, environments, release } from "./deployment.ts";
import { journey } from "./journey.ts";
import { buttonsOf, cardOn, cardsOn, receiptOf, toldPrivately, wordsOf } from "./reading.ts";
import { HOUR, type Stage } from "./stage.ts";
import { askForDatabase, fillIn, press, REASON, send } from "./steps.ts";
import { ANA, accountOf, BEN, CLEO, DBA, OTTO } from "./workspace.ts";

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
  const elsewhere = stage.record.trips.filter(({ statements: [first] }) => !first?.sql.includes('"audit_entries"'));
  expect([stage.slack.calls, elsewhere, stage.objects.calls]).toEqual([[], [], []]);
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

journey("a Flow that the person may not use any more is refused and named in the log", async (stage) => {
  stage.slack.usergroup(DBA).add(OTTO);
  stage.deploy(deploymentWith(approval(environments, { ...database, requesters: usergroup(DBA) })));
  const filling = { "Access to": "Orders, read only", "Why do you need it?": REASON, "For how long?": "1 hour" };
  await fillIn(stage, "database", filling, OTTO);
  stage.slack.usergroup(DBA).remove(OTTO);
  await send(stage, OTTO);
  expect(wordsOf(stage.as(OTTO).view())).toContain("You cannot ask for *Database access*");
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
});

/** Of the request that a card is about, as it stands in the card's last line. */
function idOf(card: { blocks: Parameters<typeof buttonsOf>[0]["blocks"] }): string {
  return /request `([a-z0-9]{26})`/.exec(wordsOf(card))?.[1] ?? "";
}
