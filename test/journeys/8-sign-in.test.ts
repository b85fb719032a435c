// Step 8: access that people sign in to. Whoever has it sees the sign-in in a window of their own, as often as they ask;
// nobody else does, and what was shown is in no message, no log, no answer and nothing that is kept.
import { expect } from "vitest";
import type { VisibleMessage } from "../../playground/slack/types.ts";
import { lineOf } from "../../src/log.ts";
import { approval, channel, defineEnvironments, deployment, people } from "../../src/sym.ts";
import { journey } from "./journey.ts";
import { KeyedTarget } from "./keyed-target.ts";
import { foundIn } from "./needles.ts";
import { buttonsOf, cardOn, wordsOf } from "./reading.ts";
import { HOUR, MINUTE, type Stage } from "./stage.ts";
import { fillIn, press, send } from "./steps.ts";
import { ADA, ANA, accountOf, BEN, OPS, REQUESTS } from "./workspace.ts";

const SHOW = "Show the sign-in";

const environments = defineEnvironments({
  prod: {
    label: "Production",
    targets: { ledger: { label: "Ledger", strategy: "keyed", level: "read", settings: { group: "ledger" } } },
  },
});
const flow = approval(environments, {
  name: "ledger",
  label: "Ledger",
  durations: ["15m", "1h"],
  approvers: people(BEN, ADA),
  route: channel(REQUESTS),
  environments: { prod: { targets: ["ledger"] } },
});
const ledger = deployment({ environments, flows: [flow], admins: { people: [ADA] }, operatorsChannel: OPS });

function signingIn(name: string, walk: (stage: Stage, target: KeyedTarget) => Promise<void>): void {
  const target = new KeyedTarget(["ledger"]);
  const deployed = async (stage: Stage): Promise<void> => {
    stage.deploy(ledger);
    await fillIn(stage, "ledger", { "For how long?": "1 hour" });
    await send(stage);
    await press(stage, BEN, "Approve");
    await walk(stage, target);
  };
  journey(name, deployed, { strategies: [target.strategy()] });
}

/** The message with the button. */
function withButton(stage: Stage): VisibleMessage {
  const found = stage
    .as(ANA)
    .dm()
    .find((message) => buttonsOf(message).includes(SHOW));
  if (found === undefined) throw new Error("no message has the button");
  return found;
}
/** Presses the button, and says what stands in the window that opens. */
async function look(stage: Stage, who = ANA): Promise<string> {
  await stage.as(who, { clientLimits: false }).click(withButton(stage), { text: SHOW });
  await stage.settle();
  return wordsOf(stage.as(who).view());
}
const told = (stage: Stage, who: string): string =>
  wordsOf(
    stage
      .as(who)
      .dm()
      .filter((message) => message.ephemeral)
      .at(-1),
  );

signingIn(
  "the requester sees the sign-in in a window of their own, and another one when they ask again",
  async (stage, target) => {
    expect(target.made).toEqual([]);
    const first = await look(stage);
    expect(target.made).toHaveLength(1);
    expect(first).toContain(`\`${target.made[0]?.secret}\``);
    expect(first).toContain("Your sign-in for `read` on *Ledger*");
    expect(first).toContain("Only you see this");
    await stage.as(ANA).close();
    const second = await look(stage);
    expect(target.made.map(({ secret }) => second.includes(secret))).toEqual([false, true]);
    expect(wordsOf(cardOn(stage))).toContain("They asked for the sign-in 2 times");
  },
);

signingIn("nobody else sees it: not whoever approved it, and not an admin", async (stage, target) => {
  for (const who of [BEN, ADA]) {
    const { channel, ts } = withButton(stage);
    await stage.as(who, { clientLimits: false }).click({ channel, ts }, { text: SHOW });
    await stage.settle();
    expect(wordsOf(stage.as(who).view())).toContain("Only the person who has this access can see its sign-in.");
  }
  expect(target.made).toEqual([]);
  expect(wordsOf(cardOn(stage))).not.toContain("sign-in");
});

signingIn("once it has ended the button says so, and nothing is made", async (stage, target) => {
  expect(target.levelOf("ledger", accountOf(ANA))).toBe("read");
  await press(stage, ADA, "Revoke");
  expect(await look(stage)).toContain("This access has ended or is ending, so there is no sign-in to show.");
  expect(target.made).toEqual([]);
  expect(target.levelOf("ledger", accountOf(ANA))).toBeNull();
});

signingIn(
  "a window that Slack does not open costs nothing, and one that it does not fill costs a click",
  async (stage, target) => {
    stage.slack.faults.down(["views.open"]);
    await look(stage);
    expect([target.made, told(stage, ANA)]).toEqual([[], expect.stringContaining("Please try again")]);
    stage.slack.faults.clear();
    stage.slack.faults.down(["views.update"]);
    await look(stage);
    expect(told(stage, ANA)).toContain("nobody has seen it");
    stage.slack.faults.clear();
    expect(await look(stage)).toContain(target.made.at(-1)?.secret);
  },
);

signingIn("a target that is out of order is said to be, in the window", async (stage, target) => {
  target.isOutOfOrder = true;
  expect(await look(stage)).toContain("The target gave no new sign-in just now");
  target.isOutOfOrder = false;
  expect(await look(stage)).toContain(target.made[0]?.secret);
});

signingIn("what was shown is in no message, no log, no figure and nothing that is kept", async (stage, target) => {
  await look(stage);
  stage.slack.faults.down(["views.update"]);
  await look(stage);
  stage.slack.faults.clear();
  await stage.skip(MINUTE);
  await look(stage);
  const during = await stage.everythingKept();
  await stage.skip(2 * HOUR);
  const secrets = target.made.map(({ secret }) => secret);
  expect(secrets).toHaveLength(3);
  const kept = `${during} ${await stage.everythingKept()}`;
  expect(kept).toContain("credential_asked");
  const said = [ANA, BEN, ADA].flatMap((who) => [
    ...stage.as(who).dm(),
    ...[REQUESTS, OPS].flatMap((place) => stage.as(ADA).messages(place)),
  ]);
  const messages = stage.slack.calls.filter(({ method }) => !method.startsWith("views."));
  const logs = stage.log.map(({ name, fields }) => lineOf(name, fields));
  const places = { kept, said, messages, logs, measured: stage.measured, sent: stage.sent };
  for (const [place, text] of Object.entries(places))
    expect([place, foundIn(JSON.stringify(text), secrets)]).toEqual([place, []]);
});
