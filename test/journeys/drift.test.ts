// Who is in a target and not through Sym: the operators hear of it once, admins see who it is, and only where a Target says so somebody
// is taken away, known of for half a day, and read back as gone.
import { expect } from "vitest";
import { deployment } from "../../src/sym.ts";
import { environments, everyFlow } from "./deployment.ts";
import { journey } from "./journey.ts";
import { operatorsWere, wordsOf } from "./reading.ts";
import { HOUR, MINUTE, type Stage } from "./stage.ts";
import { askForDatabase, press } from "./steps.ts";
import { ADA, ANA, accountOf, BEN, GENERAL, OPS } from "./workspace.ts";

const DAY = 24 * HOUR;
const EVE = "eve@elsewhere.example";
const MALLORY = "mallory@elsewhere.example";
const ROOT = "Root@elsewhere.example";

/** Only who is in the orders database is looked at. */
function deployed(drift: object) {
  const { targets, ...prod } = environments.prod;
  const quiet = Object.entries(targets).map(([name, target]) => [name, { ...target, drift: { look: false } }] as const);
  const { badge } = targets;
  const orders = { "orders-read": targets["orders-read"], "orders-write": targets["orders-write"] };
  const looked = Object.entries(orders).map(([name, target]) => [name, { ...target, drift }] as const);
  const all = { ...Object.fromEntries(quiet), badge, ...Object.fromEntries(looked) };
  const sandbox = {
    ...environments.sandbox,
    targets: { "orders-read": { ...environments.sandbox.targets["orders-read"], drift: { look: false } } },
  };
  return deployment({
    environments: { prod: { ...prod, targets: all }, sandbox },
    flows: everyFlow,
    admins: { people: [ADA] },
    operatorsChannel: OPS,
  });
}

const has = (stage: Stage, account: string) => stage.target.levelOf("orders", account);
const heard = (stage: Stage) => operatorsWere(stage).filter((words) => words.includes("not through Sym"));
const say = async (stage: Stage, who: string, line: string): Promise<string> => {
  const { ephemeral } = await stage.as(who).command(line, GENERAL);
  await stage.settle();
  return wordsOf(ephemeral);
};
async function daysLater(stage: Stage, days = 1): Promise<void> {
  for (let day = 0; day < days; day++) {
    await stage.skip(DAY);
    await stage.sweep();
  }
}

journey("others' access is told once as a number, shown to admins by name, and left alone", async (stage) => {
  stage.deploy(deployed({ except: [ROOT] }));
  for (const account of [EVE, MALLORY, ROOT.toLowerCase()]) stage.target.put("orders", account, "write");
  await askForDatabase(stage);
  await press(stage, BEN, "Approve");
  await stage.sweep();
  expect(heard(stage)).toEqual([expect.stringContaining("*2* of 4 who are there were not given it by Sym.")]);
  expect(heard(stage)[0]).toContain("Sym leaves them alone.");
  expect(heard(stage)[0]).not.toContain("elsewhere");
  await daysLater(stage, 2);
  expect(heard(stage)).toHaveLength(1);

  const shown = await say(stage, ADA, "/sym drift orders-read");
  expect(shown).toContain("*3* there: *0* through Sym, *1* by leave");
  for (const account of [EVE, MALLORY]) expect(shown).toContain(`\`${account}\` \`write\`, seen since`);
  expect(shown).toContain("Sym takes nobody away here.");
  expect(await say(stage, ANA, "/sym drift orders-read")).toContain("Only the admins of Sym can do that.");

  stage.target.put("orders", MALLORY, null);
  await daysLater(stage);
  expect(heard(stage).slice(1)).toEqual([expect.stringContaining("*1* of 2 who are there")]);
  stage.target.put("orders", EVE, null);
  await daysLater(stage);
  expect(heard(stage).at(-1)).toContain("In order again");
  expect([has(stage, ROOT.toLowerCase()), has(stage, EVE)]).toEqual(["write", null]);
});

journey("where the Targets say so, others go once they were known of, and what is ours stays", async (stage) => {
  stage.deploy(deployed({ remove: "not_ours", except: [ROOT] }));
  stage.target.put("orders", EVE, "admin");
  stage.target.put("orders", ROOT, "admin");
  await stage.sweep();
  expect(heard(stage)[0]).toContain("half a day after this message at the earliest");
  expect(await say(stage, ADA, "/sym drift prod/orders-write")).not.toContain("would be taken away now");
  await stage.skip(13 * HOUR);
  stage.target.put("orders", MALLORY, "read");
  await askForDatabase(stage, { "For how long?": "4 hours" });
  await press(stage, BEN, "Approve");
  const shown = await say(stage, ADA, "/sym drift prod/orders-write");
  expect(shown).toMatch(/eve@elsewhere.example` `admin`, seen since .* – \*would be taken away now/);
  expect(shown).not.toMatch(/mallory.*\*would be taken away/);
  expect(has(stage, EVE)).toBe("admin");

  await stage.skip(11 * HOUR + MINUTE);
  await askForDatabase(stage, { "For how long?": "4 hours" });
  await press(stage, BEN, "Approve");
  await stage.sweep();
  expect([has(stage, EVE), has(stage, ROOT), has(stage, MALLORY)]).toEqual([null, "admin", "read"]);
  expect(has(stage, accountOf(ANA))).toBe("read");
  expect(heard(stage).at(-1)).toContain("Being taken away now, as the Target says: *1*.");
  await daysLater(stage);
  expect(heard(stage).at(-1)).toContain("Taken away since the last look, and read back as gone: *1*.");
  expect([has(stage, MALLORY), has(stage, ROOT)]).toEqual([null, "admin"]);
});

journey("frozen, in doubt or too many: nobody goes, and the operators are asked", async (stage) => {
  stage.deploy(deployed({ remove: "not_ours" }));
  const crowd = Array.from({ length: 11 }, (_, at) => `crowd-${at}@elsewhere.example`);
  for (const account of crowd) stage.target.put("orders", account, "read");
  await stage.sweep();
  await daysLater(stage, 2);
  expect(heard(stage).at(-1)).toContain("more than Sym takes away at once");
  for (const account of crowd.slice(1)) stage.target.put("orders", account, null);
  await say(stage, ADA, "/sym freeze");
  await daysLater(stage);
  expect(heard(stage).at(-1)).toContain("Sym is frozen, so nobody is taken away.");
  expect(has(stage, crowd[0] ?? "")).toBe("read");
  await say(stage, ADA, "/sym unfreeze");
  await daysLater(stage, 2);
  expect(has(stage, crowd[0] ?? "")).toBeNull();
});

journey("a target that does not say who is there is asked again, and takes nobody's access", async (stage) => {
  stage.deploy(deployed({ remove: "not_ours" }));
  stage.target.put("orders", EVE, "read");
  stage.target.break("inspect");
  await stage.sweep();
  expect(heard(stage)).toEqual([]);
  expect(await say(stage, ADA, "/sym drift orders-read")).toContain("Who is there could not be read");
  expect(await say(stage, ADA, "/sym drift nowhere")).toContain("There is no such Target.");
  expect(await say(stage, ADA, "/sym drift badge")).toContain("is not looked at");
  expect(await say(stage, ADA, "/sym drift")).toContain("Of which Target?");
  stage.target.mend();
  await stage.skip(HOUR + MINUTE);
  await stage.sweep();
  expect(heard(stage)).toHaveLength(1);
});
