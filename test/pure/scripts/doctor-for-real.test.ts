// `npm run doctor` as a person runs it: the script in a process of its own, over the Flows in src/flows.
import { afterEach, expect, test } from "vitest";
import { OPS } from "./flows.ts";
import { ownCheckout } from "./own-checkout.ts";
import { TOKEN, workspaceSeed } from "./own-workspace.ts";
import { runScript } from "./run-script.ts";
import { slackServer } from "./slack-server.ts";

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0)) await undo();
});

test("it ends with 0 where all is well and with 1 where something is not, and shows no token", {
  timeout: 30_000,
}, async () => {
  const { slack, apiUrl, close } = await slackServer(workspaceSeed());
  const { folder, remove } = ownCheckout();
  cleanUp.push(close, remove);
  const env = { SLACK_BOT_TOKEN: TOKEN, SLACK_API_URL: apiUrl };

  const well = await runScript(folder, ["scripts/doctor.ts"], env);
  expect(well.said).toContain(`✓ channel    #access-ops (${OPS})`);
  expect(well.said).toContain("Digests go to Slack alone");
  expect(well.said).toContain("All 9 will work; look at the 2 that are marked.");
  expect(well.code).toBe(0);

  slack.channel(OPS).kickBot();
  const unwell = await runScript(folder, ["scripts/doctor.ts"], env);
  expect(unwell.said).toContain(`✗ channel    #access-ops (${OPS})`);
  expect(unwell.said).toContain("/invite @Sym");
  expect(unwell.code).toBe(1);

  expect(well.said + unwell.said).not.toContain(TOKEN);
});

test("it says how it is used, without a token, and what it does not know", { timeout: 30_000 }, async () => {
  const { folder, remove } = ownCheckout();
  cleanUp.push(remove);
  const help = await runScript(folder, ["scripts/doctor.ts", "--help"]);
  expect(help).toEqual({ code: 0, said: expect.stringContaining("SLACK_BOT_TOKEN=xoxb-… npm run doctor") });
  const wrong = await runScript(folder, ["scripts/doctor.ts", "--fix"]);
  expect(wrong).toEqual({ code: 1, said: expect.stringMatching(/'--fix'[\s\S]+npm run doctor/) });
});
