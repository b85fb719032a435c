// Every state that a card, a direct message and a form can be in, drawn by the page in a real browser: nothing undrawn,
// nothing that sticks out, and a picture of each to look at. Never says that a picture is good: people do.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Note } from "../../src/domain/effect.ts";
import type { Message } from "../../src/slack/views/blocks.ts";
import { renderDenyForm } from "../../src/slack/views/deny-form.ts";
import { renderPicker } from "../../src/slack/views/flow-picker.ts";
import { renderUsage } from "../../src/slack/views/help.ts";
import { renderLiveAccess } from "../../src/slack/views/live-access.ts";
import { renderNote } from "../../src/slack/views/notes.ts";
import { renderReceipt } from "../../src/slack/views/receipt.ts";
import { renderCard } from "../../src/slack/views/request-card.ts";
import { renderForm } from "../../src/slack/views/request-form.ts";
import { renderList } from "../../src/slack/views/request-list.ts";
import { renderRevokeAllForm } from "../../src/slack/views/revoke-all-form.ts";
import { renderSent } from "../../src/slack/views/sent.ts";
import { sayRefusal } from "../../src/slack/words/refusals.ts";
import { MINUTE_MS, NOON } from "../fakes/samples.ts";
import { FLOW, HASH } from "../pure/slack-views/flows.ts";
import { approvalOnly, everyState, stateNamed, type Words } from "../pure/slack-views/states.ts";
import { launchBrowser, type Visitor, visit } from "./browser.ts";
import { type Gallery, openGallery } from "./gallery.ts";

const now = NOON + 20 * MINUTE_MS;
const permalink = "https://example.slack.com/archives/C0REQUESTS/p1790856000000100";
/** Room for a few whole cards beneath each other. */
const IN_A_ROOM = 3;

const LONG: Words = {
  answers: ["The totals of last night do not add up. ".repeat(40), `x${"wide".repeat(200)}`],
  reason: "Only today, please, and tell me afterwards what you found. ".repeat(12),
  account: `${"ana.maria.".repeat(12)}@example.com`,
  detail: "the target answers with errors and will not say which ".repeat(6),
};
const HOSTILE: Words = {
  answers: ["<!channel> *Approved* by <@U0BEN>\n> quote `code`\n<https://evil.example|the handbook> \u202Egnp.exe"],
  reason: "<!here> :rotating_light: <img src=x onerror=alert(1)> &lt;b&gt; ```",
  account: "<@U0BEN>|`ana`",
  detail: "<!everyone>",
};
const EMOJI: Words = {
  answers: ["👩‍🚀 :tada: 🇵🇹 ✅ 👍🏽 ❤️"],
  reason: "🙏🙏🙏 :white_check_mark:",
  account: "ana🦊@example.com",
  detail: "💥",
};
const READABLE = { outlives: "a session that switched to the role with SET ROLE keeps it until it ends." };

const mapped = <T>(states: Readonly<Record<string, T>>, draw: (state: T) => Message): Record<string, Message> =>
  Object.fromEntries(Object.entries(states).map(([name, state]) => [name, draw(state)]));
const prefixed = <T>(prefix: string, states: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(states).map(([name, state]) => [`${prefix}${name}`, state]));
const picked = (words: Words) =>
  Object.fromEntries(
    ["pending", "active", "closed, denied", "closed, failed at the target"].map((name) => [
      name,
      stateNamed(name, { words }),
    ]),
  );

const states = {
  ...everyState(),
  ...prefixed("approval only, ", approvalOnly()),
  ...prefixed("long, ", picked(LONG)),
  ...prefixed("hostile, ", picked(HOSTILE)),
  ...prefixed("emoji, ", picked(EMOJI)),
};
const NEWS: readonly (readonly [Note, string])[] = [
  ["approved", "granting"],
  ["active", "active"],
  ["active", "active, unverified"],
  ["denied", "closed, denied"],
  ["lapsed", "closed, lapsed"],
  ["cancelled", "closed, cancelled"],
  ["expired", "closed, expired"],
  ["revoked", "closed, revoked as one of many"],
  ["failed", "closed, failed at the target"],
  ["externally_removed", "closed, removed outside Sym"],
];
const news = Object.fromEntries(
  NEWS.map(([note, name]) => [`${note}: ${name}`, renderNote(stateNamed(name), note, { now })]),
);
const cards = mapped(states, (one) => renderCard(one, { now, ...READABLE }));
const offered = {
  flows: [{ hash: HASH, flow: FLOW }],
  environments: [
    { name: "prod", label: "Production" },
    { name: "sandbox", label: "Sandbox" },
  ],
};
const messages = {
  ...mapped(states, (one) => renderReceipt(one, { now, permalink })),
  ...news,
  list: renderList(
    Object.values(everyState()).map(({ request }) => ({ request, card: null })),
    { now, flows: [{ hash: HASH, flow: FLOW }] },
  ),
  "everybody's live access": renderLiveAccess(
    {
      requests: ["active", "active, overdue", "granting", "revoking"].map((name) => stateNamed(name).request),
      total: 64,
    },
    { now, flows: [{ hash: HASH, flow: FLOW }] },
  ),
  "nothing to list": renderList([], { now }),
  help: renderUsage(offered),
  "revoke-all of nothing": renderUsage(offered, "revoke-all"),
};

const roomsOf = (all: Record<string, Message>, inARoom: number): Record<string, Message>[] =>
  Array.from({ length: Math.ceil(Object.keys(all).length / inARoom) }, (_, index) =>
    Object.fromEntries(Object.entries(all).slice(index * inARoom, (index + 1) * inARoom)),
  );
const rooms = [...roomsOf(cards, IN_A_ROOM), ...roomsOf(messages, 2 * IN_A_ROOM)];

let browser: Browser;
let gallery: Gallery;
let visitor: Visitor;

beforeAll(async () => {
  gallery = await openGallery(rooms.length, now);
  for (const [index, room] of rooms.entries()) await gallery.hang(room, `room-${index + 1}`);
  browser = await launchBrowser();
  visitor = await visit(browser, gallery.url);
});

afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

/** Things in the conversation or the form that reach beyond what holds them. */
const stickingOut = (page: Page, within: string): Promise<string[]> =>
  page.locator(within).evaluate((outer) => {
    const edge = outer.getBoundingClientRect().right + 1;
    return [...outer.querySelectorAll("*")]
      .filter((one) => one.getBoundingClientRect().right > edge)
      .map((one) => one.textContent?.slice(0, 60) ?? "");
  });

test("every card and every message is drawn whole, as people see it", async () => {
  const { page } = visitor;
  await visitor.become("Ben");
  for (const [index, room] of rooms.entries()) {
    await page.setViewportSize({ width: 1440, height: 960 });
    await visitor.open(`room-${index + 1}`);
    const titles = Object.keys(room);
    await page
      .getByText(titles.at(-1) ?? "", { exact: true })
      .last()
      .waitFor();
    const hidden = await page.locator(".message-list").evaluate((list) => list.scrollHeight - list.clientHeight);
    await page.setViewportSize({ width: 1440, height: 960 + Math.max(0, hidden) });
    expect([titles, await stickingOut(page, ".message-list")]).toEqual([titles, []]);
    expect(await page.getByText("does not draw blocks").count()).toBe(0);
    await visitor.picture(`states-${String(index + 1).padStart(2, "0")}`, page.locator(".message-list"));
  }
  expect(gallery.violations).toEqual([]);
  expect(visitor.faults).toEqual([]);
});

const VERSION = { hash: HASH, flow: FLOW };
const held = renderSent(stateNamed("pending, already held").request, VERSION);
const forms = {
  form: renderForm(VERSION),
  "form, refused": renderForm(VERSION, { notice: sayRefusal({ kind: "frozen" }) }),
  picker: renderPicker([VERSION], {
    environment: FLOW.environment,
    environments: [
      { name: FLOW.environment, label: FLOW.environmentLabel },
      { name: "sandbox", label: "Sandbox" },
    ],
  }),
  deny: renderDenyForm(stateNamed("pending").request, { seq: 1 }),
  "revoke-all": renderRevokeAllForm({ kind: "person", userId: "U0ANA" }, { pending: 1, open: 12 }),
  ...(held === null ? {} : { "sent, already held": held }),
};

test("every form is drawn whole, and Escape leaves it wherever the focus is", async () => {
  const { page } = visitor;
  const dialog = page.getByRole("dialog");
  await page.setViewportSize({ width: 1440, height: 960 });
  for (const [name, view] of Object.entries(forms)) {
    gallery.show(view);
    await visitor.type("/sym");
    await dialog.waitFor();
    expect([name, await stickingOut(page, ".modal")]).toEqual([name, []]);
    await visitor.picture(`modal-${name.replaceAll(/\W+/g, "-")}`, dialog);
    // Beside the form, on nothing that could have the focus.
    await page.locator(".modal-backdrop").click({ position: { x: 5, y: 5 } });
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  }

  gallery.show(forms.form);
  await visitor.type("/sym");
  await dialog.getByRole("combobox", { name: "Access to" }).click();
  await page.getByRole("option", { name: "Orders database" }).waitFor();
  // The list's own Escape; the form stays.
  await page.keyboard.press("Escape");
  await page.getByRole("option", { name: "Orders database" }).waitFor({ state: "detached" });
  expect(await dialog.count()).toBe(1);
  await page.getByRole("button", { name: /^Be Ben / }).focus();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  expect(visitor.faults).toEqual([]);
});
