// What `entra_group` sends is what Microsoft's own client of Graph sends, in every cloud: address, query, body, and the token in its
// place. Both are caught before they leave; the answers to ours come from the fake.
import { Client, type Context } from "@microsoft/microsoft-graph-client";
import { expect, test } from "vitest";
import { entraGroup } from "../../../src/strategies/entra-group/strategy.ts";
import { callerOf, NOW } from "../../contracts/strategy-world.ts";
import { CERTIFICATE, CLIENT, FakeEntra, GROUP, TENANT } from "./entra/fake-entra.ts";

const ana = { id: "ana_gmail.com#EXT#@example.com", label: "Ana" };

interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly type: string | null;
}

async function recorded(request: Request): Promise<Recorded> {
  const url = new URL(request.url);
  const text = await request.clone().text();
  return {
    method: request.method,
    path: url.origin + url.pathname,
    query: Object.fromEntries(url.searchParams),
    body: text === "" ? null : JSON.parse(text),
    type: text === "" ? null : request.headers.get("content-type"),
  };
}

/** What Microsoft's client sends for these calls. */
async function sentByMicrosoft(
  graph: string,
  send: (client: Client) => Promise<unknown>,
): Promise<readonly Recorded[]> {
  const caught: Recorded[] = [];
  const middleware = {
    async execute(context: Context) {
      const init = context.options as RequestInit;
      caught.push(await recorded(new Request(context.request as string, init)));
      context.response = init.method === "GET" ? Response.json({}) : new Response(null, { status: 204 });
    },
  };
  await send(Client.initWithMiddleware({ middleware, baseUrl: `${graph}/` }));
  return caught;
}

test.each([
  ["global", "login.microsoftonline.com", "graph.microsoft.com"],
  ["us-gov", "login.microsoftonline.us", "graph.microsoft.us"],
  ["us-dod", "login.microsoftonline.us", "dod-graph.microsoft.us"],
  ["china", "login.chinacloudapi.cn", "microsoftgraph.chinacloudapi.cn"],
] as const)("Microsoft Graph is asked in the cloud %s as Microsoft's own client asks", async (cloud, login, host) => {
  const entra = new FakeEntra();
  // As Microsoft's client spells it.
  entra.skipToken = "$skipToken";
  const { id } = entra.addUser(ana.id);
  for (const name of ["a", "b"]) entra.members.add(entra.addUser(`${name}@example.com`).id);
  const settings = {
    tenant: TENANT,
    group: GROUP,
    clientId: CLIENT,
    certificate: `CERTIFICATE_${cloud.length}`,
    cloud,
  };
  const graph = `https://${host}`;
  const ours: Recorded[] = [];
  const tokens: { readonly url: string; readonly scope: string | null }[] = [];
  const receive = async (request: Request): Promise<Response> => {
    if (!request.url.endsWith("/token")) {
      ours.push(await recorded(request));
      expect(request.headers.get("authorization")).toMatch(/^Bearer .+$/);
      return entra.receive(request);
    }
    const form = await request.text();
    tokens.push({ url: request.url, scope: new URLSearchParams(form).get("scope") });
    // The fake is one host: its sign-in gives tokens for itself.
    const here = form.replace(encodeURIComponent(graph), encodeURIComponent(`https://${login}`));
    return entra.receive(new Request(request.url, { method: "POST", headers: request.headers, body: here }));
  };
  const at = callerOf({
    strategy: entraGroup,
    settings,
    secrets: { [settings.certificate]: CERTIFICATE },
    fetch: receive,
  });
  await at.call("grant", ana);
  await at.call("revoke", ana);
  await at.inspect(ana);
  await entraGroup.check?.(settings, {
    secret: () => CERTIFICATE,
    fetch: receive,
    signal: new AbortController().signal,
    now: () => NOW,
  });
  entra.members.add(entra.addUser("c@example.com").id);
  await at.inspect(ana, { ids: { user: id } });
  expect(tokens).toEqual([{ url: `https://${login}/${TENANT}/oauth2/v2.0/token`, scope: `${graph}/.default` }]);

  const theirs = await sentByMicrosoft(graph, async (client) => {
    const who = () =>
      client
        .api(`/users/${encodeURIComponent(ana.id.toLowerCase())}`)
        .select("id,userPrincipalName,accountEnabled")
        .get();
    const kind = "id,groupTypes,mailEnabled,isAssignableToRole,onPremisesSyncEnabled,visibility";
    const what = () => client.api(`/groups/${GROUP}`).select(kind).get();
    const list = () => client.api(`/groups/${GROUP}/members`).select("id").top(999);
    const transitively = () => client.api(`/users/${id}/checkMemberGroups`).post({ groupIds: [GROUP] });
    await who();
    await what();
    await client.api(`/groups/${GROUP}/members/$ref`).post({ "@odata.id": `${graph}/v1.0/directoryObjects/${id}` });
    await who();
    await client.api(`/groups/${GROUP}/members/${id}/$ref`).delete();
    await who();
    await what();
    await list().get();
    await transitively();
    await what();
    await client.api("/users").select("id").top(1).get();
    await what();
    await list().get();
    await list().skipToken("2").get();
    await transitively();
  });
  expect(ours).toEqual(theirs);
});
