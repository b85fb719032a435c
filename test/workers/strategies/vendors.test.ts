// The strategies for Cloudflare Access, Tailscale, Boundary, OneLogin and Aptible where they will live: in workerd, with its fetch and
// its cryptography. What they do there is judged in Node (test/pure); here it is that the same code signs in, gives, reads and takes.
import { expect, inject, test } from "vitest";
import { strategies } from "../../../src/strategies/registry.ts";
import { callerOf } from "../../contracts/strategy-world.ts";

const ana = { id: "ana@example.com", label: "Ana" };
const vendors = Object.entries(inject("vendors"));

test("there are five of them", () => {
  expect(vendors.map(([type]) => type).sort()).toEqual([
    "aptible_role",
    "boundary_group",
    "cloudflare_access_group",
    "onelogin_role",
    "tailscale_group",
  ]);
});

test.each(vendors)("%s of workerd signs in, and gives and takes an access", async (type, { settings, secret }) => {
  const strategy = strategies(type);
  if (strategy === null) throw new Error(`there is no strategy ${type}`);
  const at = callerOf({
    strategy,
    settings,
    secrets: { SECRET: secret },
    now: () => Date.now(),
    fetch: (request) => fetch(request),
  });
  const { ids, level: before } = await at.inspect(ana);
  expect(before).toBeNull();
  for (const level of strategy.levels) {
    await at.call("grant", ana, { ids, level });
    expect((await at.inspect(ana, { ids })).level).toBe(level);
  }
  await at.call("revoke", ana, { ids });
  await at.call("revoke", ana, { ids });
  expect((await at.inspect(ana, { ids })).level).toBeNull();
});
