// Canaries in every place where a secret, a reason or an e-mail is: over journeys in which everything works, and everything
// fails, none of them comes out in a log, an answer or a figure, and Slack hears only what belongs there.
import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { VisibleMessage } from "../../playground/slack/types.ts";
import { lineOf } from "../../src/log.ts";
import { journey } from "./journey.ts";
import { foundIn, needlesOf } from "./needles.ts";
import { buttonsOf, cardsOn } from "./reading.ts";
import { HOUR, MINUTE, type Stage } from "./stage.ts";
import { askForDatabase, fillIn, press, send } from "./steps.ts";
import { ADA, ANA, accountOf, BEN, BOT_TOKEN, CLEO, DOORS_SECRET, GENERAL, SIGNING_SECRET } from "./workspace.ts";

const REASON = "sesame & öffne? <dich>";
const DENIAL = "nobody opens this / door";
const OPS_TOKEN = "ops+token/that=nobody knows".replaceAll(" ", "-").padEnd(40, "x");
const SECRETS = [BOT_TOKEN, SIGNING_SECRET, DOORS_SECRET, OPS_TOKEN];
/** What people wrote, and how to reach them. */
const PRIVATE = [REASON, DENIAL, accountOf(ANA), accountOf(BEN)];

const WORKS = { "Why do you need it?": REASON, "For how long?": "15 minutes" };

/** The card that can be decided. */
function waiting(stage: Stage): VisibleMessage {
  const card = cardsOn(stage).find((one) => buttonsOf(one).includes("Deny"));
  if (card === undefined) throw new Error("no card waits");
  return card;
}

async function everythingWorks(stage: Stage): Promise<void> {
  await askForDatabase(stage, WORKS);
  await press(stage, BEN, "Approve");
  await stage.skip(20 * MINUTE);
  await askForDatabase(stage, WORKS);
  await stage.as(CLEO).click(waiting(stage), { text: "Deny" });
  await stage.settle();
  await stage.as(CLEO).set("Reason", DENIAL);
  await send(stage, CLEO);
}

async function everythingFails(stage: Stage): Promise<void> {
  stage.doors.refusing = 500;
  await fillIn(stage, "doors", { "For how long?": "15 minutes" });
  await send(stage);
  await stage.as(BEN).click(waiting(stage), { text: "Approve" });
  await stage.skip(10 * MINUTE);
  stage.doors.refusing = 401;
  await stage.skip(HOUR);
  stage.target.break("grant", "revoke", "inspect");
  await askForDatabase(stage, { ...WORKS, who: ADA });
  stage.slack.faults.down(["chat.postMessage", "chat.update", "users.info"]);
  await askForDatabase(stage, WORKS);
  await stage.skip(20 * MINUTE);
  stage.slack.faults.clear();
  stage.doors.refusing = null;
  stage.target.mend();
  await stage.skip(2 * HOUR);
}

/** What strangers and operators are answered. */
async function answers(): Promise<string> {
  const heard: string[] = [];
  for (const path of [
    "/healthz",
    "/readyz",
    "/metrics",
    `/nowhere?x=${encodeURIComponent(BOT_TOKEN)}`,
    "/slack/events",
  ])
    for (const authorization of ["", "Bearer x", `Bearer ${OPS_TOKEN}`])
      for (const method of ["GET", "POST"]) {
        const headers = { authorization };
        const response = await exports.default.fetch(`https://sym.test${path}`, { method, headers });
        heard.push(JSON.stringify([...response.headers]), await response.text());
      }
  return heard.join("\n");
}

journey(
  "nothing secret, and nothing that people wrote, is in a log, an answer or a figure",
  async (stage) => {
    await everythingWorks(stage);
    await everythingFails(stage);
    await stage.as(ANA).command("/sym list", GENERAL);
    await stage.settle();
    const logs = stage.log.map(({ name, fields }) => lineOf(name, fields)).join("\n");
    expect(stage.log.length).toBeGreaterThan(30);
    expect(foundIn(logs, [...SECRETS, ...PRIVATE])).toEqual([]);
    const answered = await answers();
    expect(answered).toContain("sym_requests_closed_total");
    expect(foundIn(answered, [...SECRETS, ...PRIVATE])).toEqual([]);
    const told = JSON.stringify(stage.slack.calls.map((call) => call.arguments));
    expect(foundIn(told, SECRETS)).toEqual([]);
    // Where it belongs: on the card.
    expect(foundIn(told, [DENIAL])).toEqual([DENIAL]);
    expect(JSON.stringify(stage.measured)).not.toMatch(/U0|sesame|canary/);
    expect(stage.measured.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["decision", "revocation_lateness_seconds", "target_failure", "refusal"]),
    );
  },
  { secrets: { OPS_TOKEN } },
);

test("a secret is found in whatever shape it comes", () => {
  const secret = "se?cr>et~value/+";
  for (const shape of [
    `x${secret}y`,
    encodeURIComponent(`a b ${secret}`),
    btoa(secret),
    btoa(`a${secret}`),
    btoa(`ab${secret}cd`),
    btoa(`abc${secret}`).replaceAll("+", "-").replaceAll("/", "_"),
    JSON.stringify({ secret }),
  ])
    expect(foundIn(shape, [secret]), shape).toEqual([secret]);
  expect(Math.min(...needlesOf(secret).map((needle) => needle.length))).toBeGreaterThan(12);
  expect(foundIn("nothing of it", [secret])).toEqual([]);
});

test("a log line has its listed fields alone, none that looks like an e-mail, and none that is long", () => {
  const smuggled = { user: "U0ANA", reason: REASON, why: "ana@example.com", code: "x".repeat(1_000), at: { deep: 1 } };
  const line: unknown = JSON.parse(lineOf("a.b.c", smuggled as never));
  expect(line).toEqual({ event: "a.b.c", user: "U0ANA", why: "[withheld]", code: "x".repeat(200) });
});
