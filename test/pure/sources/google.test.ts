// Members of a group of Google, as rules ask it: a Google of our own, which takes no token but one for the right that it is used for.
import { expect, onTestFinished, test } from "vitest";
import type { GoogleSource } from "../../../src/domain/source.ts";
import { FakeGoogle, GROUP, KEY_FILE, SUBJECT } from "../strategies/google/fake-google.ts";
import { Asked } from "./asked.ts";

const ANA = "ana@example.com";
const BEN = "ben@example.com";
const READ = "https://www.googleapis.com/auth/admin.directory.group.member.readonly";

async function started(through: (request: Request) => Promise<Response> = fetch) {
  const google = new FakeGoogle();
  // The asking clock of these tests stands at nought.
  google.now = () => 0;
  google.delegated = [READ];
  const { origin, close } = await google.open();
  onTestFinished(close);
  const asked = new Asked(through);
  asked.secrets["GOOGLE_KEY"] = KEY_FILE;
  const source: GoogleSource = {
    kind: "google_group",
    label: "Cloud people",
    group: GROUP,
    serviceAccount: "GOOGLE_KEY",
    subject: SUBJECT,
    endpoint: origin,
    allowLoopback: true,
  };
  const users = { ana: google.addUser(ANA), ben: google.addUser(BEN) };
  const members = google.groups.get(GROUP) ?? new Map<string, string>();
  return { google, asked, source, members, ...users };
}

test("whoever is in the group now is named, with a token that can do nothing but read members", async () => {
  const { google, asked, source, members, ben } = await started();
  members.set(ben.id, "MEMBER");
  expect(await asked.names(source, BEN)).toBe(true);
  expect(await asked.names(source, ANA)).toBe(false);
  members.delete(ben.id);
  expect(await asked.names(source, BEN)).toBe(false);
  expect(google.asked).toEqual(Array(3).fill(`GET /groups/${GROUP}/members`));
});

test("capitals in an address at Google make no other person", async () => {
  const { google, asked, source, members } = await started();
  members.set(google.addUser("Cleo@Example.com").id, "OWNER");
  expect(await asked.names(source, "cleo@example.com")).toBe(true);
});

test("whoever is suspended is nobody, and so is whoever is in it through another group", async () => {
  const { google, asked, source, members, ana, ben } = await started();
  members.set(ben.id, "MEMBER");
  ben.suspended = true;
  members.set("03x8tuzt3nested", "MEMBER");
  google.nested.add(ana.id);
  expect([await asked.names(source, BEN), await asked.names(source, ANA)]).toEqual([false, false]);
});

test("a list in pages is read to its end, and one without an end not at all", async () => {
  const { google, asked, source, members, ben } = await started();
  for (let n = 0; n < 450; n++) members.set(google.addUser(`p${n}@example.com`).id, "MEMBER");
  members.set(ben.id, "MEMBER");
  google.page = 200;
  expect(await asked.names(source, BEN)).toBe(true);
  expect(google.asked).toHaveLength(3);
  google.page = 2;
  expect(await asked.trouble(source)).toBe("impossible");
});

test("a group that is gone, a key that is none and a delegation that is missing can say nothing", async () => {
  const { google, asked, source } = await started();
  google.delegated = [];
  expect(await asked.trouble(source)).toBe("auth");
  google.delegated = [READ];
  asked.secrets["GOOGLE_KEY"] = "{}";
  expect(await asked.trouble(source)).toBe("auth");
  asked.secrets["GOOGLE_KEY"] = KEY_FILE;
  google.groups.delete(GROUP);
  expect(await asked.trouble(source)).toBe("config");
});

const canary = "google-says-canary";
test.each<readonly [string, () => Response | Promise<Response>, string]>([
  ["asks to slow down", () => new Response(canary, { status: 429 }), "slow_down"],
  ["breaks", () => new Response(canary, { status: 500 }), "retryable"],
  ["does not allow it", () => new Response(canary, { status: 403 }), "auth"],
  ["answers with a page for people", () => new Response(`<html>${canary}</html>`), "retryable"],
  ["answers with another form", () => Response.json({ kind: "admin#directory#users", users: [] }), "retryable"],
  ["answers without end", () => new Response(" ".repeat(5 * 1024 * 1024)), "bug"],
])("Google %s: nobody can say who is a member", async (_what, fault, trouble) => {
  let broken = true;
  const { asked, source, members, ben } = await started(async (request) =>
    broken && !request.url.endsWith("/token") ? fault() : fetch(request),
  );
  members.set(ben.id, "MEMBER");
  expect(await asked.trouble(source)).toBe(trouble);
  expect(asked.logged).toEqual([{ name: "sources.lookup.failed", fields: { what: "google_group", class: trouble } }]);
  broken = false;
  expect(await asked.names(source, BEN)).toBe(true);
});

test("Google hangs: the wait is over, and the next question is asked anew", async () => {
  let hangs = true;
  const { asked, source, members, ben } = await started((request) => (hangs ? new Promise(() => {}) : fetch(request)));
  members.set(ben.id, "MEMBER");
  const waiting = asked.trouble(source);
  asked.runOut();
  expect(await waiting).toBe("retryable");
  hangs = false;
  expect(await asked.names(source, BEN)).toBe(true);
});
