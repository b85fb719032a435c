// A choice whose options a function of the Flow says: while somebody types, again when the form is sent, and in no other way.
import { expect } from "vitest";
import {
  allOf,
  anyOf,
  approval,
  channel,
  choice,
  choices,
  type OptionsOf,
  people,
  type Rule,
  rule,
  usergroup,
} from "../../src/sym.ts";
import { deploymentWith, environments } from "./deployment.ts";
import { journey } from "./journey.ts";
import { cardOn, cardsOn, wordsOf } from "./reading.ts";
import type { Stage } from "./stage.ts";
import { fillIn, send } from "./steps.ts";
import { ANA, BEN, CANARY, DBA, FERN, GENERAL, GUS, OTTO, REQUESTS } from "./workspace.ts";

const all = ["shop", "billing", "search & <find>"].map((name, at) => ({
  value: String(1_000 + at),
  label: `acme/${name}`,
}));
const matching: OptionsOf = (search) => all.filter(({ label }) => label.includes(search));

const asking = (repositories: OptionsOf, tags: OptionsOf = () => [], requesters: Rule = people(ANA, GUS, FERN)) =>
  approval(environments, {
    name: "repository",
    label: "Repository",
    fields: {
      repository: choice({ label: "Repository", options: async (search, context) => repositories(search, context) }),
      tags: choices({ label: "Tags", required: false, options: async (search, context) => tags(search, context) }),
    },
    requesters,
    approvers: people(BEN),
    route: channel(REQUESTS),
    environments: { prod: {} },
  });

const suggested = async (stage: Stage, query: string, who = ANA): Promise<string[]> => {
  const { options } = await stage.as(who).suggest("field.repository", "form.choice", query);
  return options.map(({ text }) => text);
};

journey(
  "what the function says is offered, asked again when the form is sent, and named on the card",
  async (stage) => {
    const searched: string[] = [];
    stage.deploy(
      deploymentWith(
        asking((search, { person, environment }) => {
          searched.push(`${person.key.split("/")[1]} ${environment} ${search}`);
          return all.filter(({ label }) => label.includes(search));
        }, matching),
      ),
    );
    await fillIn(stage, "repository", {});
    expect(await suggested(stage, "")).toEqual(all.map(({ label }) => label));
    expect(await suggested(stage, "bill")).toEqual(["acme/billing"]);
    await stage.as(ANA).set("Repository", "acme/search & <find>");
    await stage.as(ANA).set("Tags", ["acme/billing", "acme/shop"]);
    expect(await send(stage)).toMatchObject({ ok: true });
    expect(searched.at(-1)).toBe(`${ANA} prod acme/search & <find>`);
    expect(wordsOf(cardOn(stage))).toContain("acme/search & <find> (1002)");
    expect(wordsOf(cardOn(stage))).toContain("acme/shop (1000), acme/billing (1001)");
  },
);

journey("what the function no longer says when the form is sent is refused under its question", async (stage) => {
  const there = [...all];
  stage.deploy(deploymentWith(asking(() => there)));
  await fillIn(stage, "repository", { Repository: "acme/shop" });
  there.shift();
  expect(await send(stage)).toMatchObject({
    fieldErrors: { "field.repository": "This is not offered any more. Please choose from the list again." },
  });
  expect(cardsOn(stage)).toEqual([]);
});

journey("a value that nobody offered is refused, whatever the form calls it", async (stage) => {
  stage.deploy(deploymentWith(asking(matching)));
  for (const value of ["9999", "../1000", "__proto__", "constructor", "-"]) {
    await fillIn(stage, "repository", { Repository: value }, ANA, { clientLimits: false });
    const outcome = await send(stage, ANA, { clientLimits: false });
    expect(outcome, value).toMatchObject({ fieldErrors: { "field.repository": expect.any(String) } });
    await stage.as(ANA).close();
  }
  expect(cardsOn(stage)).toEqual([]);
});

for (const [how, broken] of Object.entries<OptionsOf>({
  throws: () => {
    throw new Error(`${CANARY} at the door`);
  },
  rejects: () => Promise.reject(new Error(CANARY)),
  "says no list": () => JSON.parse('{"options":"all"}'),
}))
  journey(`where the function ${how}, people are told so, and the form is refused`, async (stage) => {
    stage.deploy(deploymentWith(asking(broken)));
    await fillIn(stage, "repository", {});
    expect(await suggested(stage, "shop")).toEqual(["⚠ The list cannot be had just now. Type again in a minute."]);
    await stage.as(ANA, { clientLimits: false }).set("Repository", "1000");
    expect(await send(stage)).toMatchObject({
      fieldErrors: { "field.repository": expect.stringContaining("The list cannot be had just now") },
    });
    expect(cardsOn(stage)).toEqual([]);
    expect(stage.log.filter(({ name }) => name === "form.options.failed")).toHaveLength(2);
  });

journey("nobody sees a list of what they may not ask for, and no function is asked for them", async (stage) => {
  let asked = 0;
  const counted: OptionsOf = () => [{ value: "1", label: `number ${++asked}` }];
  stage.deploy(deploymentWith(asking(counted, undefined, anyOf(people(GUS, FERN), usergroup(DBA)))));
  stage.slack.usergroup(DBA).add(OTTO);
  for (const who of [OTTO, GUS, FERN]) {
    await stage.as(who, { clientLimits: false }).command("/sym req repository", GENERAL);
    // Whoever may not ask when it is opened gets no form at all.
    stage.slack.usergroup(DBA).remove(OTTO);
    expect(await suggested(stage, "", who)).toEqual(["⚠ You cannot ask for this, so there is no list for you."]);
  }
  expect(asked).toBe(0);
});

journey(
  "a function that says who may ask is asked when the form is sent: until then it hides no list",
  async (stage) => {
    const forShop = rule("whoever works on the shop", ({ request }) => request.answers["repository"] === "1000");
    stage.deploy(deploymentWith(asking(matching, undefined, allOf(usergroup(DBA), forShop))));
    stage.slack.usergroup(DBA).add(ANA);
    await fillIn(stage, "repository", {});
    expect(await suggested(stage, "bill")).toEqual(["acme/billing"]);
    await stage.as(ANA).set("Repository", "acme/billing");
    await send(stage);
    expect(wordsOf(stage.as(ANA).view())).toContain("You cannot ask for *Repository*.");
    await stage.as(ANA).close();
    await fillIn(stage, "repository", { Repository: "acme/shop" });
    expect(await send(stage)).toMatchObject({ ok: true });
    expect(wordsOf(cardOn(stage))).toContain("acme/shop (1000)");
    await fillIn(stage, "repository", {});
    stage.slack.usergroup(DBA).remove(ANA);
    expect(await suggested(stage, "bill")).toEqual(["⚠ You cannot ask for this, so there is no list for you."]);
  },
);

journey("what a form could not hold is left out, and no more than a hundred are shown", async (stage) => {
  const odd: unknown = [{ value: "", label: "Empty" }, { value: "a" }, { value: 7, label: "Seven" }, null, "x"];
  const many = Array.from({ length: 5_000 }, (_, at) => ({ value: `v${at}`, label: `Number ${at}` }));
  stage.deploy(deploymentWith(asking(() => [...(odd as typeof many), ...many])));
  await fillIn(stage, "repository", {});
  const options = await suggested(stage, "");
  expect(options).toHaveLength(100);
  expect(options[0]).toBe("Number 0");
});
