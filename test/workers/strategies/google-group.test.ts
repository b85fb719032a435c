// The google_group strategy where it will live: in workerd, with its fetch and its cryptography. What it does at a group is judged in
// Node (test/pure); here it is that the same code signs, gets a token, grants, reads back and revokes.
import { expect, inject, test } from "vitest";
import { googleGroup } from "../../../src/strategies/google-group/strategy.ts";
import { callerOf } from "../../contracts/strategy-world.ts";

const ana = { id: "ana@example.com", label: "Ana" };

test("a service account of workerd signs as whom it acts, and gives, changes and takes a membership", async () => {
  const { endpoint, group, subject, keyFile } = inject("google");
  const at = callerOf({
    strategy: googleGroup,
    settings: { endpoint, group, subject, serviceAccount: "GOOGLE_KEY", allowLoopback: true },
    secrets: { GOOGLE_KEY: keyFile },
    now: () => Date.now(),
    fetch: (request) => fetch(request),
  });
  const { ids } = await at.inspect(ana);
  expect(ids).toEqual({ user: expect.stringMatching(/^\d{21}$/) });
  for (const level of ["member", "owner", "manager"]) {
    await at.call("grant", ana, { ids, level });
    expect((await at.inspect(ana, { ids })).level).toBe(level);
  }
  await at.call("revoke", ana, { ids });
  await at.call("revoke", ana, { ids });
  expect((await at.inspect(ana, { ids })).level).toBeNull();
});
