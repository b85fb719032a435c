// What the Worker is told from outside: a wrong value is named and never printed.
import { expect, test } from "vitest";
import { readSettings } from "../../../src/env.ts";

const good = { SLACK_SIGNING_SECRET: "0123456789abcdef", SLACK_BOT_TOKEN: "xoxb-1-a" };

test("Slack's own address is the default", () => {
  expect(readSettings(good)).toEqual({ ...good, SLACK_API_URL: "https://slack.com/api/" });
});

test.each([
  ["SLACK_SIGNING_SECRET", undefined],
  ["SLACK_SIGNING_SECRET", ""],
  ["SLACK_SIGNING_SECRET", "canary7"],
  ["SLACK_SIGNING_SECRET", "canary-canary\n"],
  ["SLACK_SIGNING_SECRET", "          "],
  ["SLACK_BOT_TOKEN", "xoxp-canary"],
  ["SLACK_BOT_TOKEN", "xoxb-canary\n"],
  ["SLACK_API_URL", ""],
  ["SLACK_API_URL", "https://slack.com/api"],
  ["SLACK_API_URL", "https://slack.com.canary.example/api/"],
  ["SLACK_API_URL", "https://slack.com/api/\n"],
  ["SLACK_API_URL", "http://127.0.0.1.canary.example/api/"],
  ["SLACK_API_URL", "http://canary@127.0.0.1/api/"],
  ["SLACK_API_URL", "https://127.0.0.1/api/"],
  ["SLACK_TEAM_ID", "canary"],
  ["SLACK_TEAM_ID", "T0ACME\n"],
])("%s is refused as %j", (name, value) => {
  const read = () => readSettings({ ...good, [name]: value });
  expect(read).toThrow(new RegExp(`^Sym cannot start: ${name} `));
  expect(read).not.toThrow(/canary/);
});

test.each(["http://127.0.0.1:8787/api/", "http://localhost/api/", "http://[::1]:9/slack/api/"])(
  "a loopback address is taken: %s",
  (url) => {
    expect(readSettings({ ...good, SLACK_API_URL: url }).SLACK_API_URL).toBe(url);
  },
);
