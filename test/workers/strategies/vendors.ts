// The fakes of Cloudflare, Tailscale, Boundary, OneLogin and Aptible for the tests that run in workerd, started in Node before them.
// Never reached from anywhere but loopback.
import type { TestProject } from "vitest/node";
import type { FakeApi } from "../../pure/strategies/vendors/fake-api.ts";
import * as aptible from "../../pure/strategies/vendors/fake-aptible.ts";
import * as boundary from "../../pure/strategies/vendors/fake-boundary.ts";
import * as cloudflare from "../../pure/strategies/vendors/fake-cloudflare.ts";
import * as onelogin from "../../pure/strategies/vendors/fake-onelogin.ts";
import * as tailscale from "../../pure/strategies/vendors/fake-tailscale.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Settings by strategy; all secrets are called `SECRET`. */
    readonly vendors: Readonly<Record<string, { readonly settings: object; readonly secret: string }>>;
  }
}

const PERSON = "ana@example.com";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const closes: (() => Promise<void>)[] = [];
  const opened = async (fake: FakeApi, secret: string, settings: object, place = "endpoint") => {
    const { origin, close } = await fake.open();
    closes.push(close);
    return { secret, settings: { ...settings, [place]: origin, allowLoopback: true } };
  };
  const people = {
    boundary: new boundary.FakeBoundary(),
    onelogin: new onelogin.FakeOnelogin(),
    aptible: new aptible.FakeAptible(),
  };
  for (const fake of Object.values(people)) fake.addUser(PERSON);
  const tomorrow = Math.floor(Date.now() / 1_000) + 86_400;
  people.aptible.claims = { exp: tomorrow };
  people.boundary.tokensEnd = tomorrow * 1_000;
  project.provide("vendors", {
    cloudflare_access_group: await opened(new cloudflare.FakeCloudflare(), cloudflare.TOKEN, {
      account: cloudflare.ACCOUNT,
      group: cloudflare.GROUP,
      token: "SECRET",
      endSessions: true,
    }),
    tailscale_group: await opened(new tailscale.FakeTailscale(), tailscale.CLIENT_SECRET, {
      tailnet: tailscale.TAILNET,
      group: tailscale.GROUP,
      oauth: { clientId: tailscale.CLIENT_ID, clientSecret: "SECRET" },
    }),
    boundary_group: await opened(
      people.boundary,
      boundary.PASSWORD,
      {
        group: boundary.GROUP,
        scope: boundary.SCOPE,
        authMethod: boundary.AUTH_METHOD,
        loginName: boundary.LOGIN_NAME,
        password: "SECRET",
      },
      "url",
    ),
    onelogin_role: await opened(people.onelogin, onelogin.CLIENT_SECRET, {
      domain: "example.onelogin.com",
      role: onelogin.ROLE,
      clientId: onelogin.CLIENT_ID,
      clientSecret: "SECRET",
    }),
    aptible_role: await opened(people.aptible, aptible.PASSWORD, {
      organization: aptible.ORGANIZATION,
      role: aptible.ROLE,
      username: aptible.USERNAME,
      password: "SECRET",
    }),
  });
  return async () => void (await Promise.all(closes.map((close) => close())));
}
