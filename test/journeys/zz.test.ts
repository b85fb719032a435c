// tmp
import { test } from "vitest";
import { Stage } from "./stage.ts";
import { fillIn, press, send } from "./steps.ts";
import { BEN } from "./workspace.ts";
let at = "";
const timer = setInterval(() => console.log("AT", at), 10000);
const run = async (what: string, n: number, f: (i: number) => Promise<unknown>) => {
  for (let i = 0; i < n; i++) { at = `${what} ${i}`; await f(i); }
  console.log("AT fine", what, n);
};
test("m", async () => { const s = new Stage(); await run("approval only", 200, async () => { await fillIn(s, "release", { Version: "1" }); await send(s); await press(s, BEN, "Approve"); s.objects.known.clear(); }); s.leave(); clearInterval(timer); }, 60000);
