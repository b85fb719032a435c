// The entra_group strategy where it will live: in workerd, with its fetch and its cryptography. What it does at a group is judged in
// Node (test/pure); here it is that the same code signs with a certificate, gets a token, grants, reads back and revokes.
import { expect, inject, test } from "vitest";
import { entraGroup } from "../../../src/strategies/entra-group/strategy.ts";
import { callerOf } from "../../contracts/strategy-world.ts";

const ana = { id: "ana@example.com", label: "Ana" };

test("an app of workerd signs with its certificate, and gives and takes a membership", async () => {
  const { certificate, ...settings } = inject("entra");
  const at = callerOf({
    strategy: entraGroup,
    settings: { ...settings, certificate: "ENTRA_CERTIFICATE", allowLoopback: true },
    secrets: { ENTRA_CERTIFICATE: certificate },
    now: () => Date.now(),
    fetch: (request) => fetch(request),
  });
  const { ids } = await at.inspect(ana);
  expect(ids).toEqual({ user: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  await at.call("grant", ana, { ids });
  await at.call("grant", ana, { ids });
  expect((await at.inspect(ana, { ids })).level).toBe("member");
  await at.call("revoke", ana, { ids });
  await at.call("revoke", ana, { ids });
  expect((await at.inspect(ana, { ids })).level).toBeNull();
});
