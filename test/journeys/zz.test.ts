// tmp
import { test } from "vitest";
import { Stage } from "./stage.ts";
import { askForDatabase, fillIn, press, send } from "./steps.ts";
import { ANA, BEN } from "./workspace.ts";

let at = "";
const timer = setInterval(() => console.log("AT", at), 10000);
const run = async (what: string, n: number, f: (i: number) => Promise<unknown>) => {
  for (let i = 0; i < n; i++) {
    at = `${what} ${i}`;
    await f(i);
  }
  console.log("AT fine", what, n);
};
test("m", async () => {
  const s = new Stage();
  await run("approval only", 150, async () => {
    await fillIn(s, "release", { Version: "1" });
    await send(s);
    await press(s, BEN, "Approve");
    s.objects.known.clear();
  });
  s.leave();
}, 60000);
test("n", async () => {
  const s = new Stage();
  await run("cancelled", 150, async () => {
    await askForDatabase(s);
    const a = s.as(ANA);
    const r = a.dm().at(-1)!;
    await a.click(r, { text: "Cancel request" });
    await s.settle();
    s.objects.known.clear();
  });
  s.leave();
  clearInterval(timer);
}, 60000);
