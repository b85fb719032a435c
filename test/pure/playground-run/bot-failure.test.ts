// What somebody who has just saved a file reads when the bot does not build or load.
import { expect, test } from "vitest";
import { sayFailure } from "../../../playground/run/bot-failure.ts";

type Event = Parameters<typeof sayFailure>[0];
type Failure = Extract<Event, { type: "error" }>;

const failure = (source: Failure["source"], cause: Error): Event =>
  ({ type: "error", reason: "Error reloading local server", source, cause, data: undefined }) as Failure;

test("a file that does not build is named, with the place", () => {
  const location = { file: "src/flows/database.ts", line: 38, column: 10 };
  const cause = Object.assign(new Error("Build failed"), { errors: [{ text: 'Unexpected ";"', location }] });
  expect(sayFailure(failure("BundlerController", cause))).toBe(
    'src/flows/database.ts, line 38, column 11: Unexpected ";"',
  );
});

test("what the code throws while it is loaded is said without the runtime's own words", () => {
  const report = String.raw`The Workers runtime failed to start. There was likely a problem with the workerd binary.
Runtime stderr:
{"level":"error","message":"service core:user:sym: Uncaught TypeError: \"x\" is not iterable\n  at index.js:16541:7"}`;
  expect(sayFailure(failure("LocalRuntimeController", new Error(report)))).toBe(
    'while its code was loaded: TypeError: "x" is not iterable',
  );
});

test("trouble of which nothing is known is said as it came", () => {
  expect(sayFailure(failure("ConfigController", new Error("wrangler.toml is empty")))).toBe("wrangler.toml is empty");
});

test("a request that broke off is no failure of the bot", () => {
  expect(sayFailure(failure("ProxyController", new Error("socket hang up")))).toBeNull();
});
