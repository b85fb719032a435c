// The sign-in as its owner reads it, the button that leads to it, and what everybody else reads of it: how often it was asked for.
import { expect, test } from "vitest";
import { renderCredential, renderCredentialComing } from "../../../src/slack/views/credential.ts";
import { renderNote } from "../../../src/slack/views/notes.ts";
import { renderCard } from "../../../src/slack/views/request-card.ts";
import { MINUTE_MS, NOON } from "../../fakes/samples.ts";
import { messageAloud } from "./read-aloud.ts";
import { stateNamed } from "./states.ts";
import { faultsOfMessage, faultsOfView } from "./within-limits.ts";

const now = NOON + 20 * MINUTE_MS;
const active = stateNamed("active");
const lines = [
  { label: "User", value: "sym_ana_0123456789abcdef" },
  { label: "Password", value: "aB3-_xyz".repeat(4) },
  { label: "In a terminal", value: "psql 'postgresql://sym_ana@db.example.com:5432/orders?sslmode=require'" },
];

test("every line stands as it is to be copied, in a window with nothing to press and nothing that comes back", () => {
  const view = renderCredential({ request: active.request, lines }, "Database access");
  expect(faultsOfView(view)).toEqual([]);
  const text = JSON.stringify(view);
  for (const { value } of lines) expect(text).toContain(`\`${value}\``);
  for (const part of [view, renderCredentialComing()]) {
    expect(part.submit ?? part.private_metadata ?? part.callback_id ?? part.notify_on_close).toBeUndefined();
    expect(part.blocks.filter(({ type }) => type === "actions" || type === "input")).toEqual([]);
  }
  expect(faultsOfView(renderCredentialComing())).toEqual([]);
});

test("the message that access is there has the button where there is a sign-in, and no other message has", () => {
  const buttons = (...given: Parameters<typeof renderNote>) => {
    const note = renderNote(...given);
    expect(faultsOfMessage(note)).toEqual([]);
    return JSON.stringify(note).match(/request\.\w+/g) ?? [];
  };
  expect(buttons(active, "active", { now, hasCredential: true })).toEqual(["request.show_credential"]);
  expect(buttons(active, "active", { now, hasCredential: false })).toEqual([]);
  expect(buttons(active, "approved", { now, hasCredential: true })).toEqual([]);
  expect(buttons(stateNamed("closed, expired"), "active", { now, hasCredential: true })).toEqual([]);
});

test("the card says how often the sign-in was asked for, and nothing where it never was", () => {
  const card = (asked: number): string => {
    const message = renderCard({ ...active, request: { ...active.request, credential: { asked, at: now } } }, { now });
    expect(faultsOfMessage(message)).toEqual([]);
    return messageAloud(message);
  };
  expect(card(1)).toContain("They asked for the sign-in once, ");
  expect(card(3)).toContain("They asked for the sign-in 3 times, ");
  expect(messageAloud(renderCard(active, { now }))).not.toContain("sign-in");
});
