// Whoever is no full member, or no part of a request, and tries every door that there is, with a client that forges what Slack's
// own would not let them do: a no in words each time, and nothing has moved.
import { expect } from "vitest";
import { journey } from "../../journeys/journey.ts";
import { buttonsOf, cardOn, receiptOf, toldPrivately, wordsOf } from "../../journeys/reading.ts";
import type { Stage } from "../../journeys/stage.ts";
import { askForDatabase, press } from "../../journeys/steps.ts";
import { ANA, accountOf, BEN, FERN, GUS, OTTO, REQUESTS, ROBO } from "../../journeys/workspace.ts";
import { nothingUnderWay } from "../in-place.ts";

const OUTSIDERS = [GUS, FERN, ROBO, OTTO] as const;
const as = (stage: Stage, who: string) => stage.as(who, { clientLimits: false });
const NO = /neither ask|Apps and bots|cannot decide|Only the/;

/** A submission of a view that this person never had. */
async function forged(stage: Stage, who: string, view: Record<string, unknown>): Promise<string> {
  const payload = {
    type: "view_submission",
    team: { id: "T0ACME" },
    user: { id: who, team_id: who === FERN ? "T0OTHER" : "T0ACME" },
    view: { id: `V${who}`, blocks: [], ...view },
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) });
  const answer = await stage.slack.raw(await stage.slack.signed(body));
  await nothingUnderWay();
  return answer.text();
}

/** `told`: where the person can see the answer; somebody else's direct messages they cannot. */
async function refuses(stage: Stage, who: string, button: string, on = cardOn(stage), told = true): Promise<void> {
  const noes = () => stage.log.filter(({ name }) => name === "request.command.refused").length;
  const [before, heard] = [noes(), stage.as(who).messages(REQUESTS).length];
  await as(stage, who).click(on, { text: button });
  await nothingUnderWay();
  expect([who, button, noes() - before]).toEqual([who, button, 1]);
  if (!told) return;
  expect([who, button, stage.as(who).messages(REQUESTS).length - heard]).toEqual([who, button, 1]);
  expect([who, button, toldPrivately(stage, who)]).toEqual([who, button, expect.stringMatching(NO)]);
}

journey("nobody from outside decides about a request, with a button or a form of somebody else's", async (stage) => {
  await askForDatabase(stage);
  const [, value = ""] = /"value":"([a-z0-9]{26}\.\d+)"/.exec(JSON.stringify(cardOn(stage).blocks)) ?? [];
  for (const who of OUTSIDERS) {
    await refuses(stage, who, "Approve");
    await refuses(stage, who, "Deny");
    await refuses(stage, who, "Cancel request", receiptOf(stage, ANA), false);
    expect(await forged(stage, who, { callback_id: "deny_form", private_metadata: value })).toMatch(NO);
  }
  expect(buttonsOf(cardOn(stage))).toEqual(["Approve", "Deny"]);
});

journey("nobody from outside ends anything, or orders what admins order", async (stage) => {
  await askForDatabase(stage);
  await press(stage, BEN, "Approve");
  const scope = JSON.stringify({ kind: "everything" });
  for (const who of OUTSIDERS) {
    await refuses(stage, who, "Revoke");
    await refuses(stage, who, "Revoke", receiptOf(stage, ANA), false);
    for (const line of ["freeze", "unfreeze"])
      expect(wordsOf((await as(stage, who).command(`/sym ${line}`, REQUESTS)).ephemeral)).toMatch(NO);
    for (const line of ["everything", "orders-read", "@ana"]) {
      await as(stage, who).command(`/sym revoke-all ${line}`, REQUESTS);
      await nothingUnderWay();
      expect([line, stage.as(who).view(), toldPrivately(stage, who)]).toEqual([line, null, expect.stringMatching(NO)]);
    }
    expect(await forged(stage, who, { callback_id: "revoke_all_form", private_metadata: scope })).toMatch(NO);
    expect(wordsOf((await as(stage, who).command("/sym list", REQUESTS)).ephemeral)).not.toContain("Orders");
  }
  expect(stage.target.levelOf("orders", accountOf(ANA))).toBe("read");
  expect(buttonsOf(cardOn(stage))).toEqual(["Revoke"]);
});

journey("a form that was drawn for nobody, or says what it was never drawn with, asks for nothing", async (stage) => {
  const drawn = [
    "",
    "null",
    "[]",
    "{}",
    '{"__proto__":{"flow":"database","environment":"prod","version":"x"}}',
    '{"flow":"__proto__","environment":"constructor","version":"x"}',
    '{"flow":"database","environment":"prod","version":"x"}',
    `${"[".repeat(1_400)}${"]".repeat(1_400)}`,
  ];
  for (const private_metadata of drawn)
    for (const callback_id of ["request_form", "deny_form", "revoke_all_form", "flow_picker"])
      expect(await forged(stage, OTTO, { callback_id, private_metadata })).toContain("response_action");
  const elsewhere = stage.record.trips.filter(({ statements: [first] }) => !first?.sql.includes('"audit_entries"'));
  expect([elsewhere, stage.objects.calls, stage.slack.calls]).toEqual([[], [], []]);
});
