// The picker: what it turns into, what another Environment does to it, and what is suggested while somebody types.
import { expect, test } from "vitest";
import { sampleFlow, sampleVersion } from "../../fakes/samples.ts";
import { ANA, desk, REQUESTS } from "./desk.ts";

const many = Array.from({ length: 150 }, (_, index) =>
  sampleVersion(sampleFlow({ name: `flow-${index}`, label: `Flow number ${index}` })),
);

test("choosing a Flow turns the picker into its form, without a call", async () => {
  const { slack, asked, calls, settled } = desk();
  const ana = slack.as(ANA);
  await ana.command("/sym", REQUESTS);
  const { id } = ana.view() ?? {};
  await ana.set("flow.prod", "prod-database");
  expect((await ana.submit()).ok).toBe(true);
  await settled();
  expect(ana.view()).toMatchObject({ id, title: "Production database", depth: 1 });
  expect([calls(), asked, slack.violations]).toEqual([["views.open"], [], []]);
});

test("another Environment redraws the picker with the Flows of that one", async () => {
  const { slack, asked, calls, settled } = desk();
  const ana = slack.as(ANA);
  await ana.command("/sym", REQUESTS);
  await ana.set("environment", "sandbox");
  await settled();
  expect(ana.view()?.privateMetadata).toBe("sandbox");
  await ana.set("flow.sandbox", "prod-database");
  await ana.submit();
  expect(ana.view()?.title).toBe("Sandbox database");
  expect([calls(), asked, slack.violations]).toEqual([["views.open", "views.update"], [], []]);
});

test("a picker that could not be redrawn still knows which Environment was chosen", async () => {
  const { slack, settled, logged } = desk();
  const ana = slack.as(ANA);
  await ana.command("/sym", REQUESTS);
  slack.faults.failNext("views.update", "hash_conflict");
  await ana.set("environment", "sandbox");
  await settled();
  await ana.set("flow.prod", "prod-database");
  await ana.submit();
  expect(ana.view()?.title).toBe("Sandbox database");
  expect(logged).toEqual([{ name: "slack.view.refused", fields: { code: "hash_conflict" } }]);
});

test("a Flow that the Environment does not have leads back to the picker, with a line that says so", async () => {
  const { slack, settled } = desk();
  const ana = slack.as(ANA);
  await ana.command("/sym", REQUESTS);
  slack.faults.failNext("views.update", "hash_conflict");
  await ana.set("environment", "sandbox");
  await settled();
  await ana.set("flow.prod", "Wiki");
  await ana.submit();
  expect(ana.view()?.privateMetadata).toBe("sandbox");
  expect(JSON.stringify(ana.view()?.blocks)).toMatch(/no Flow called `Wiki`/);
});

test("of more than a hundred Flows, a hundred at most are suggested, by every word that is typed", async () => {
  const { slack, asked, calls } = desk({ deployment: { flows: many } });
  const ana = slack.as(ANA);
  await ana.command("/sym", REQUESTS);
  expect((await ana.suggest("flow.prod", "picker.flow", "")).options).toHaveLength(100);
  const found = await ana.suggest("flow.prod", "picker.flow", "149 NUMB");
  expect(found.options.map(({ value }) => value)).toEqual(["flow-149"]);
  expect((await ana.suggest("flow.prod", "picker.flow", "nothing like it")).options).toEqual([]);
  expect([calls(), asked, slack.violations]).toEqual([["views.open"], [], []]);
});

test("Targets and choices of a form are suggested from the Flow that it was drawn from", async () => {
  const [target] = sampleFlow().targets;
  if (target === undefined) throw new Error("the sample has a Target");
  const targets = Array.from({ length: 120 }, (_, n) => ({ ...target, name: `db-${n}`, label: `Database ${n}` }));
  const options = Array.from({ length: 101 }, (_, n) => ({ value: `t-${n}`, label: `Ticket ${n}` }));
  const ticket = { name: "ticket", label: "Ticket", hint: null, required: true, type: "choice", options } as const;
  const { slack } = desk({ deployment: { flows: [sampleVersion(sampleFlow({ targets, fields: [ticket] }))] } });
  const ana = slack.as(ANA);
  await ana.command("/sym req prod-database", REQUESTS);
  expect((await ana.suggest("target", "form.target", "database 119")).options).toEqual([
    { text: "Database 119", value: "db-119" },
  ]);
  expect((await ana.suggest("field.ticket", "form.choice", "ticket 100")).options).toEqual([
    { text: "Ticket 100", value: "t-100" },
  ]);
  expect(slack.violations).toEqual([]);
});
