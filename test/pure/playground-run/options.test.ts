// What may be said behind `npm start --`, and what is said about the rest.
import { expect, test } from "vitest";
import { readOptions } from "../../../playground/run/options.ts";

test("without a word: the usual port, nothing forgotten, data beside the project", () => {
  expect(readOptions([], "/project")).toEqual({
    port: null,
    open: false,
    reset: false,
    data: "/project/.playground",
    help: false,
  });
});

test("everything that can be said", () => {
  const said = ["--port", "5000", "--open", "--reset", "--data", "elsewhere"];
  expect(readOptions(said, "/project")).toMatchObject({
    port: 5000,
    open: true,
    reset: true,
    data: "/project/elsewhere",
  });
});

test.each(["0", "65536", "4747x", "-1", "1e3", ""])("%j is no port", (port) => {
  expect(() => readOptions([`--port=${port}`], "/project")).toThrow("is not a number from 1 to 65535");
});

test.each([
  [["--prot", "5000"], "Unknown option '--prot'. This is"],
  [["5000"], "Unexpected argument '5000'"],
  [["--port"], "'--port <value>' argument missing"],
])("%j is refused by name, with all that can be said", (said, problem) => {
  expect(() => readOptions(said, "/project")).toThrow(problem);
  expect(() => readOptions(said, "/project")).toThrow("npm start -- --help");
});
