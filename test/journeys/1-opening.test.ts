// Step 1: the ways to the picker and to a Flow's form, the list, and the usage.
import { expect } from "vitest";
import { mentionsIn } from "../../playground/slack/mentions.ts";
import { approval, channel, people, text } from "../../src/sym.ts";
import { deploymentWith, environments } from "./deployment.ts";
import { journey } from "./journey.ts";
import { buttonsOf, optionsIn, wordsOf } from "./reading.ts";
import { HOUR } from "./stage.ts";
import { askForDatabase, fillIn, press, send } from "./steps.ts";
import { ANA, BEN, GENERAL, OTTO, REQUESTS } from "./workspace.ts";

const PROD = ["Database access (database)", "Release (release)", "Server login (server)", "Doors (doors)"];

journey("/sym, /sym req and the shortcut open the same picker", async (stage) => {
  const ana = stage.as(ANA);
  const seen: unknown[] = [];
  for (const open of [
    () => ana.command("/sym", GENERAL),
    () => ana.command("/sym req", GENERAL),
    () => ana.command("  /sym   REQUEST  ", GENERAL),
    () => ana.shortcut("sym_request"),
  ]) {
    expect(await open()).toMatchObject({ ok: true, status: 200 });
    const view = ana.view();
    expect(view).toMatchObject({ title: "Ask for access", submit: "Next" });
    seen.push(view?.blocks);
    await ana.close();
  }
  expect(new Set(seen.map((blocks) => JSON.stringify(blocks))).size).toBe(1);
  const opened = stage.slack.calls.map(({ method }) => method);
  expect(opened).toEqual(["views.open", "views.open", "views.open", "views.open"]);
});

journey(
  "the picker offers the Flows of an Environment and turns into the form of the one that was chosen",
  async (stage) => {
    const ana = stage.as(ANA);
    await ana.command("/sym", GENERAL);
    expect(optionsIn(ana.view() ?? { blocks: [] }, "What do you need?")).toEqual(PROD);
    expect(optionsIn(ana.view() ?? { blocks: [] }, "Where?")).toEqual(["Production (prod)", "Sandbox (sandbox)"]);
    await ana.set("Where?", "Sandbox (sandbox)");
    await stage.settle();
    expect(optionsIn(ana.view() ?? { blocks: [] }, "What do you need?")).toEqual(["Database access (database)"]);
    await ana.set("What do you need?", "Database access (database)");
    expect(await ana.submit()).toMatchObject({ ok: true });
    expect(ana.view()).toMatchObject({ title: "Database access", submit: "Send request", depth: 1 });
    expect(wordsOf(ana.view())).toContain("Orders sandbox, read only");
  },
);

journey(
  "/sym req FLOW opens that Flow's form at once, in any case, in the Environment that is named",
  async (stage) => {
    const ana = stage.as(ANA);
    for (const [line, title, where] of [
      ["/sym req database", "Database access", "In *Production*"],
      ["/sym request DataBase", "Database access", "In *Production*"],
      ["/sym  REQ   database  Prod ", "Database access", "In *Production*"],
      ["/sym req DATABASE sandbox", "Database access", "In *Sandbox*"],
      ["/sym req doors", "Doors", "In *Production*"],
    ] as const) {
      await ana.command(line, GENERAL);
      expect([line, ana.view()?.title, wordsOf(ana.view())]).toEqual([line, title, expect.stringContaining(where)]);
      await ana.close();
    }
  },
);

journey("an unknown Flow or Environment opens the picker with a line that says so", async (stage) => {
  const ana = stage.as(ANA);
  for (const [line, notice, offered] of [
    ["/sym req nothing", "There is no Flow called `nothing` here that you can ask for.", PROD],
    ["/sym req <!channel>", "There is no Flow called `<!channel>` here that you can ask for.", PROD],
    ["/sym req database moon", "There is no Environment called `moon`.", PROD],
    [
      "/sym req release sandbox",
      "There is no Flow called `release` here that you can ask for.",
      ["Database access (database)"],
    ],
  ] as const) {
    expect(await ana.command(line, GENERAL)).toMatchObject({ ok: true });
    expect([line, wordsOf(ana.view())]).toEqual([line, expect.stringContaining(notice)]);
    expect(mentionsIn(ana.view() ?? {})).toEqual([]);
    expect(optionsIn(ana.view() ?? { blocks: [] }, "What do you need?")).toEqual(offered);
    await ana.close();
  }
});

journey("help and nonsense answer with usage, privately", async (stage) => {
  const ana = stage.as(ANA);
  for (const line of ["/sym help", "/sym abracadabra", "/sym req a b c", "/sym list everything", "/sym revoke-all"]) {
    const { ok, ephemeral } = await ana.command(line, GENERAL);
    expect([line, ok, ephemeral?.ephemeral]).toEqual([line, true, true]);
    expect(wordsOf(ephemeral)).toContain("`/sym req FLOW`");
    expect(ana.view()).toBeNull();
  }
  const { ephemeral } = await ana.command("/sym <!channel> <!here|help>", GENERAL);
  expect(wordsOf(ephemeral)).toContain("does not know `<!channel> <!here|help>`");
  expect(mentionsIn(ephemeral ?? {})).toEqual([]);
});

journey("/sym list shows what is mine: pending, active with the time left, and the recent past", async (stage) => {
  const ana = stage.as(ANA);
  expect(wordsOf((await ana.command("/sym list", GENERAL)).ephemeral)).toContain("You have no open requests");

  await askForDatabase(stage);
  await press(stage, BEN, "Approve");
  await askForDatabase(stage, { "Access to": "Orders, read and write" });
  await fillIn(stage, "release", { Version: "1.2.3" });
  await send(stage);
  await press(stage, BEN, "Approve");
  await fillIn(stage, "release", { Version: "9.9.9" }, OTTO);
  await send(stage, OTTO);
  await stage.skip(HOUR / 2);

  const { ephemeral } = await ana.command("/sym list", GENERAL);
  expect(ephemeral?.ephemeral).toBe(true);
  const list = wordsOf(ephemeral);
  expect(list).toMatch(
    /`read` on \*Orders, read only\* \(Database access, Production\)\nActive <!date.*until .*, 29 minutes left/,
  );
  expect(list).toMatch(
    /`write` on \*Orders, read and write\* \(Database access, Production\)\nWaiting for approval, <!date\^\d+\^lapses /,
  );
  expect(list).toMatch(/Recent past\*\n:white_check_mark: \*Release\* \(Production\): <!date\^\d+\^approved /);
  expect(buttonsOf(ephemeral ?? { blocks: [] }).sort()).toEqual(["Cancel request", "Revoke"]);
  expect(wordsOf((await stage.as(OTTO).command("/sym list", GENERAL)).ephemeral)).not.toContain("Orders");
});

journey("a button of the list works, and the list is drawn again", async (stage) => {
  await askForDatabase(stage);
  const ana = stage.as(ANA);
  const { ephemeral } = await ana.command("/sym list", GENERAL);
  if (ephemeral === undefined) throw new Error("nothing was listed");
  await ana.click({ channel: GENERAL, ts: ephemeral.ts }, { text: "Cancel request" });
  await stage.settle();
  const redrawn = ana.messages(GENERAL).find(({ ts }) => ts === ephemeral.ts);
  expect(wordsOf(redrawn)).toMatch(
    /Recent past\*\n:white_circle: `read` on \*Orders, read only\* .*: <!date\^\d+\^cancelled /,
  );
});

journey("more than a hundred Targets and options are found by typing", async (stage) => {
  const ana = stage.as(ANA);
  await ana.command("/sym req server", GENERAL);
  const targets = await ana.suggest("target", "form.target", "");
  expect(targets.options).toHaveLength(100);
  const found = await ana.suggest("target", "form.target", "MACHINE k9");
  expect(found.options).toEqual([{ text: "Machine k9", value: "server-k9" }]);
  expect((await ana.suggest("field.beside", "form.choice", "to k9")).options).toEqual([
    { text: "Next to k9", value: "server-k9" },
  ]);
  expect((await ana.suggest("target", "form.target", "no such machine")).options).toEqual([]);
  await ana.set("Access to", "Machine k9");
  await ana.set("Beside", "Next to k9");
  expect(await send(stage)).toMatchObject({ ok: true });
  await press(stage, OTTO, "Approve");
  expect(stage.target.levelOf("server-k9", "ana@canary.example.com")).toBe("read");
});

journey("a picker of more than a hundred Flows is searched by typing", async (stage) => {
  const flows = Array.from({ length: 105 }, (_, index) =>
    approval(environments, {
      name: `flow-${index}`,
      label: `Kind ${index}`,
      fields: { reason: text({ label: "Why?" }) },
      approvers: people(BEN),
      route: channel(REQUESTS),
      environments: { prod: {} },
    }),
  );
  stage.deploy(deploymentWith(...flows));
  const ana = stage.as(ANA);
  await ana.command("/sym", GENERAL);
  const [found] = (await ana.suggest("flow.prod", "picker.flow", "kind 104")).options;
  expect(found).toMatchObject({ text: "Kind 104 (flow-104)", value: "flow-104" });
  await ana.set("What do you need?", "Kind 104 (flow-104)");
  await ana.submit();
  expect(ana.view()?.title).toBe("Kind 104");
});

journey("the Home tab shows my requests and opens the picker", async (stage) => {
  await askForDatabase(stage);
  const ana = stage.as(ANA);
  expect(await ana.openHome()).toMatchObject({ ok: true });
  await stage.settle();
  expect(wordsOf(ana.home())).toContain("`read` on *Orders, read only* (Database access, Production)");
  await ana.click({ home: true }, { text: "New request" });
  expect(ana.view()?.title).toBe("Ask for access");
  await ana.close();
  await ana.click({ home: true }, { text: "Cancel request" });
  await stage.settle();
  expect(wordsOf(ana.home())).toContain("You have no open requests");
});
