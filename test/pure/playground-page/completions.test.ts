// What the composer offers while somebody types.
import { expect, test } from "vitest";
import { completionsFor, usageFor } from "../../../playground/page/conversation/completions.ts";
import { createSmallWorld } from "./small-world.ts";

const snapshot = createSmallWorld().simulator.snapshotFor("UANA");
const offered = (text: string, caret = text.length) =>
  completionsFor(text, caret, snapshot)?.items.map(({ insert }) => insert);

test("a slash offers the commands until the name is whole and followed by a space", () => {
  expect(offered("/")).toEqual(["/sym "]);
  expect(offered("/SY")).toEqual(["/sym "]);
  expect(offered("/sym req")).toBeUndefined();
  expect(offered("either/or")).toBeUndefined();
  expect(usageFor("/sym re", snapshot)).toBe("/sym [req FLOW ENV | list | help]");
  expect(usageFor("/sym", snapshot)).toBeUndefined();
});

test("people, groups and channels are offered after their mark, where the caret stands", () => {
  expect(offered("/sym revoke-all @be")).toEqual(["@ben "]);
  expect(offered("ask @Okafor")).toEqual(["@ben "]);
  expect(offered("@db")).toEqual(["@db-leads "]);
  expect(offered("see #eng now", 8)).toEqual(["#engineering "]);
  expect(offered("mail ana@acme")).toBeUndefined();
});
