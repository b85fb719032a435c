// The front door in workerd itself: its crypto, its streams, and promises that more than one request waits for.
import { env, runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { realClock } from "../../../src/clock.ts";
import type { CallSlack } from "../../../src/slack/client.ts";
import { createDirectory } from "../../../src/slack/directory.ts";
import { BODY_MAX_BYTES, createVerify } from "../../../src/slack/verify.ts";
import { desk, EVENTS, SECRET } from "../../pure/slack-front/desk.ts";

const utf8 = new TextEncoder();

async function signatureOf(timestamp: string, body: string): Promise<string> {
  const key = await crypto.subtle.importKey("raw", utf8.encode(SECRET), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8.encode(`v0:${timestamp}:${body}`)));
  return `v0=${Array.from(mac, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

test("a signed body is admitted as it is, with or without a length, and a changed one is not", async () => {
  const timestamp = String(Math.floor(realClock.now() / 1_000));
  const body = "command=%2Fsym&text=caf%C3%A9+\u00e9";
  const headers = { "x-slack-request-timestamp": timestamp, "x-slack-signature": await signatureOf(timestamp, body) };
  const verify = createVerify({ signingSecret: SECRET, clock: realClock, log: () => {} });
  const bytes = utf8.encode(body);
  const streamed = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes.slice(0, 5));
      controller.enqueue(bytes.slice(5));
      controller.close();
    },
  });
  for (const whole of [body, streamed]) {
    const verdict = await verify(new Request(EVENTS, { method: "POST", headers, body: whole }));
    expect(verdict.kind === "admitted" && new TextDecoder().decode(verdict.body)).toBe(body);
  }
  const changed = await verify(new Request(EVENTS, { method: "POST", headers, body: `${body}!` }));
  expect(changed.kind === "answered" && changed.response.status).toBe(401);
});

test("a body without a length is read only as far as it may be", async () => {
  let given = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      given += 1;
      controller.enqueue(new Uint8Array(16_384));
    },
  });
  const verify = createVerify({ signingSecret: SECRET, clock: realClock, log: () => {} });
  const verdict = await verify(new Request(EVENTS, { method: "POST", body: endless }));
  expect(verdict.kind === "answered" && verdict.response.status).toBe(413);
  expect(given * 16_384).toBeLessThan(2 * BODY_MAX_BYTES);
});

test("a line that opens a form, and one that does not, are both answered", async () => {
  const { slack, calls } = desk();
  const ana = slack.as("U0ANA");
  expect((await ana.command("/sym req prod-database", "C0REQUESTS")).ok).toBe(true);
  expect(ana.view()?.title).toBe("Production database");
  expect((await ana.command("/sym help", "C0REQUESTS")).ephemeral?.text).toMatch(/access for a while/);
  expect([calls(), slack.violations]).toEqual([["views.open"], []]);
});

test("two objects that ask about one group at once share the answer", async () => {
  let asked = 0;
  const call: CallSlack = async () => {
    asked += 1;
    await scheduler.wait(20);
    return { ok: true, users: ["U0BEN"] };
  };
  const directory = createDirectory({ call, clock: realClock, log: () => {}, teamId: "T0SYM" });
  const question = { kind: "usergroup", id: "S0DBAS" } as const;
  const ask = (name: string, userId: string): Promise<boolean> =>
    runInDurableObject(env.REQUESTS.getByName(name), () => directory.isMember(question, userId));
  expect(await Promise.all([ask("one", "U0BEN"), ask("two", "U0ANA"), ask("three", "U0BEN")])).toEqual([
    true,
    false,
    true,
  ]);
  expect(asked).toBe(1);
});
