// The examples, used as their first lines say: copied to src/flows/index.ts of a checkout, with the one change that is told.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ownCheckout } from "./own-checkout.ts";
import { runScript } from "./run-script.ts";

const examples = readdirSync("examples").filter((name) => name.endsWith(".ts"));

test.each(examples)("%s works where its first lines say that it goes", async (name) => {
  const example = readFileSync(join("examples", name), "utf8");
  const told = /copy it to (\S+), write ("\S+") there for ("\S+?"),/.exec(example.split("import")[0] ?? "");
  const [, path = "", now = "", before = ""] = told ?? [];
  const checkout = ownCheckout();
  onTestFinished(checkout.remove);
  rmSync(join(checkout.folder, path));
  const code = example.search(/^import/m);
  writeFileSync(join(checkout.folder, path), example.slice(0, code) + example.slice(code).replace(before, now));
  expect(await runScript(checkout.folder, ["scripts/flows.ts"])).toMatchObject({
    code: 0,
    said: expect.stringMatching(/^\d Flows? in \d Environments?\n$/),
  });
});
