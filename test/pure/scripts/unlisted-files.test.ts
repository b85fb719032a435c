// A Flow's file that the deployment does not reach is named, and nothing else is.
import { expect, test } from "vitest";
import { sayUnlisted } from "../../../scripts/deploy/unlisted-files.ts";
import { fakeCheckout } from "./fake-project.ts";

const index = {
  path: "src/flows/index.ts",
  text: 'import { database } from "./database.ts";\nimport { deployment } from "../sym.ts";\n',
};
const database = { path: "src/flows/database.ts", text: 'import {\n  ben,\n} from "./people/ben.ts";\n' };
const ben = { path: "src/flows/people/ben.ts", text: 'export { x } from "../shared.ts"; await import("./late.ts");\n' };
const reached = ["src/flows/shared.ts", "src/flows/people/late.ts", "src/flows/database.test.ts"].map((path) => ({
  path,
  text: "",
}));

test("a file that nothing imports is named, with what to do", () => {
  const vpn = { path: "src/flows/vpn.ts", text: 'import { ben } from "./people/ben.ts";' };
  expect(sayUnlisted([index, database, ben, ...reached, vpn])).toEqual([
    "nothing imports src/flows/vpn.ts: a Flow is there once src/flows/index.ts lists it",
  ]);
  expect(sayUnlisted([index, database, ben, ...reached])).toEqual([]);
});

test("a deployment says it beside the Flows that it has", async () => {
  const checkout = fakeCheckout();
  checkout.sources = [index, { path: "src/flows/vpn.ts", text: "" }];
  await checkout.rehearse();
  expect(checkout.said.join("\n")).toMatch(/Flows +2 Flows in 1 Environment; nothing imports src\/flows\/vpn\.ts/);
});
