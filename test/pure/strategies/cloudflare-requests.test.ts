// What `cloudflare_access_group` sends is what Cloudflare's own client sends: address, query, body and the token in its place. Both
// are caught before they leave; the answers to ours come from the fake.
import Cloudflare from "cloudflare";
import { expect, test } from "vitest";
import { cloudflareAccessGroup } from "../../../src/strategies/cloudflare-access-group/strategy.ts";
import { callerOf } from "../../contracts/strategy-world.ts";
import { ACCOUNT, FakeCloudflare, GROUP, OTHERS, TOKEN } from "./vendors/fake-cloudflare.ts";
import { ana } from "./vendors/judged.ts";
import { type Recorded, recorded } from "./vendors/recorded.ts";

test("the API of Access is asked as Cloudflare's own client asks", async () => {
  const fake = new FakeCloudflare();
  const ours: Recorded[] = [];
  const at = callerOf({
    strategy: cloudflareAccessGroup,
    settings: { account: ACCOUNT, group: GROUP, token: "CLOUDFLARE_TOKEN", endSessions: true },
    secrets: { CLOUDFLARE_TOKEN: TOKEN },
    async fetch(request) {
      ours.push(await recorded(request));
      return fake.receive(request);
    },
  });
  await at.call("grant", ana);
  await at.call("revoke", ana);
  fake.groups.delete(GROUP);
  await at.inspect(ana);

  const theirs: Recorded[] = [];
  const client = new Cloudflare({
    apiToken: TOKEN,
    async fetch(input, init) {
      theirs.push(await recorded(new Request(input, init)));
      return Response.json({ success: true, errors: [], messages: [], result: [], result_info: {} });
    },
  });
  const { groups } = client.zeroTrust.access;
  const account = { account_id: ACCOUNT };
  const rest = { name: "Engineers", exclude: [], require: [{ geo: { country_code: "DE" } }] };
  const others = [...OTHERS] as object[] as Cloudflare.ZeroTrust.Access.GroupUpdateParams["include"];
  await groups.get(GROUP, account);
  await groups.update(GROUP, { ...account, ...rest, include: [...others, { email: { email: ana.id } }] });
  await groups.get(GROUP, account);
  await groups.update(GROUP, { ...account, ...rest, include: others });
  await client.zeroTrust.organizations.revokeUsers({ ...account, email: ana.id });
  await groups.get(GROUP, account);
  await groups.list({ ...account, page: 1, per_page: 20 });
  expect(ours).toEqual(theirs);
});
