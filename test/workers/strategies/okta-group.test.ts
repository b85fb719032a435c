// The okta_group strategy where it will live: in workerd, with its fetch and its cryptography. What it does at an org is judged
// in Node (test/pure); here it is that the same code signs, proves, grants, reads back and revokes.
import { expect, inject, test } from "vitest";
import { oktaGroup } from "../../../src/strategies/okta-group/strategy.ts";
import { callerOf } from "../../contracts/strategy-world.ts";

const ana = { id: "ana@example.com", label: "Ana" };

test("a service app of workerd signs its name, proves its key, and gives and takes a membership", async () => {
  const { url, group, clientId, privateKey } = inject("okta");
  const asked: string[] = [];
  const at = callerOf({
    strategy: oktaGroup,
    settings: { org: url, group, allowLoopback: true, serviceApp: { clientId, privateKey: "OKTA_KEY" } },
    secrets: { OKTA_KEY: privateKey },
    now: () => Date.now(),
    fetch(request) {
      asked.push(request.method);
      return fetch(request);
    },
  });
  const { ids } = await at.inspect(ana);
  expect(ids).toEqual({ user: expect.stringMatching(/^00u/) });
  await at.call("grant", ana, { ids });
  expect((await at.inspect(ana, { ids })).level).toBe("member");
  await at.call("revoke", ana, { ids });
  await at.call("revoke", ana, { ids });
  expect((await at.inspect(ana, { ids })).level).toBeNull();
  // Three for the token of each call, and the API's own nonce once.
  expect(asked.slice(0, 6)).toEqual(["POST", "POST", "POST", "GET", "GET", "GET"]);
});
