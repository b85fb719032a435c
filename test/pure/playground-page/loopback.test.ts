// Who may speak to the playground's server.
import { expect, test } from "vitest";
import { refusalOf } from "../../../playground/server/loopback.ts";

const refusal = (headers: Record<string, string>, navigation = false) =>
  refusalOf(new Headers(headers), 8799, { navigation })?.reason;

test("the page, a program and the bot on this machine are let in", () => {
  expect(refusal({ host: "127.0.0.1:8799" })).toBeUndefined();
  expect(refusal({ host: "localhost:8799", origin: "http://localhost:8799" })).toBeUndefined();
  expect(refusal({ host: "[::1]:8799", "sec-fetch-site": "same-origin" })).toBeUndefined();
  expect(refusal({ host: "LOCALHOST:8799", "sec-fetch-site": "none" })).toBeUndefined();
});

test("a foreign name that leads to loopback is refused", () => {
  for (const host of ["evil.test", "evil.test:8799", "127.0.0.1.evil.test:8799", "127.0.0.1", "127.0.0.1:80"]) {
    expect(refusal({ host }), host).toBe("not a name of this machine");
    expect(refusal({ host }, true), host).toBe("not a name of this machine");
  }
  expect(refusal({})).toBe("not a name of this machine");
});

test("another site's page is refused, whatever it claims", () => {
  for (const origin of [
    "http://evil.test",
    "null",
    "https://127.0.0.1:8799",
    "http://127.0.0.1:9999",
    "http://localhost",
  ]) {
    expect(refusal({ host: "127.0.0.1:8799", origin }), origin).toBe("not our own page");
  }
});

test("another site's request without an origin is told by its fetch metadata, and a followed link is let in", () => {
  for (const site of ["cross-site", "same-site"]) {
    expect(refusal({ host: "127.0.0.1:8799", "sec-fetch-site": site })).toBe("another site's request");
    expect(refusal({ host: "127.0.0.1:8799", "sec-fetch-site": site }, true)).toBeUndefined();
  }
});
