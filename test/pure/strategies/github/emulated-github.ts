// GitHub as another program plays it (emulate), behind GitHub's own description of its API, with what emulate lacks or gets
// wrong put right by us. Emulate keeps teams, their members and roles, users, Apps and their tokens, and checks the App's
// signature. Ours, and therefore no proof of GitHub: who is in the organisation and who owns it (emulate calls every maintainer
// an owner); renamed and deleted accounts; looking accounts up by id; ids of teams in paths; the organisation in a team's answer;
// pending invitations; teams below a team, in REST and in GraphQL; team synchronisation; refusing tokens that nobody issued.
import { generateKeyPairSync } from "node:crypto";
import { createEmulator } from "emulate";
import { freePort } from "../../../free-port.ts";
import { describer } from "./described.ts";

const ORGANIZATION = "acme";
const OWNER = "olga";
export const OWNER_TOKEN = "github_pat_planted+/owner==";
const MEMBER_TOKEN = "github_pat_planted_member";
export const APP = { id: 4711, key: "GITHUB_APP_KEY" } as const;
/** In the form in which GitHub lets an App's key be downloaded. */
export const APP_KEY = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
}).privateKey;

type Standing = "admin" | "member" | "invited" | "outside";
interface Account {
  readonly id: number;
  /** Under which emulate keeps it. */
  readonly kept: string;
  login: string;
  standing: Standing;
  gone: boolean;
}

const json = (body: unknown, status = 200): Response =>
  new Response(status === 204 ? null : JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json; charset=utf-8" },
  });
const notFound = (): Response => json({ message: "Not Found", documentation_url: "https://docs.github.com/rest" }, 404);

let installations = 100;

export type EmulatedGithub = Awaited<ReturnType<typeof startEmulatedGithub>>;

export async function startEmulatedGithub(logins: readonly string[]) {
  const installation = ++installations;
  const everybody = [OWNER, "mel", ...logins];
  const emulator = await createEmulator({
    service: "github",
    port: await freePort(),
    seed: {
      tokens: { [OWNER_TOKEN]: { login: OWNER }, [MEMBER_TOKEN]: { login: "mel" } },
      github: {
        users: everybody.map((login) => ({ login })),
        orgs: [{ login: ORGANIZATION }],
        apps: [
          {
            app_id: APP.id,
            slug: "sym",
            name: "Sym",
            private_key: APP_KEY,
            permissions: { members: "write", metadata: "read" },
            installations: [{ installation_id: installation, account: ORGANIZATION }],
          },
        ],
      },
    },
  });
  /** As the owner, past everything of ours. */
  const direct = (method: string, path: string, body?: object): Promise<Response> =>
    fetch(emulator.url + path, {
      method,
      headers: { authorization: `Bearer ${OWNER_TOKEN}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const read = async <T>(method: string, path: string, body?: object): Promise<T> =>
    (await (await direct(method, path, body)).json()) as T;

  const organization = (await read<{ id: number }>("GET", `/orgs/${ORGANIZATION}`)).id;
  const accounts: Account[] = [];
  for (const login of everybody) {
    const { id } = await read<{ id: number }>("GET", `/users/${login}`);
    accounts.push({ id, kept: login, login, standing: login === OWNER ? "admin" : "member", gone: false });
  }
  const teams = `/orgs/${ORGANIZATION}/teams`;
  const team = await read<{ id: number; slug: string; node_id: string }>("POST", teams, { name: "Deployers" });
  const at = `${teams}/${team.slug}`;
  const below: string[] = [];
  const pending = new Map<number, string>();
  const issued = new Set([OWNER_TOKEN, MEMBER_TOKEN]);
  let synchronised = false;
  let requests = 0;

  const called = (login: string): Account | undefined =>
    accounts.find((one) => !one.gone && one.login.toLowerCase() === login.toLowerCase());
  const shown = ({ id, login }: Account) => ({ id, login, type: "User" });
  const describe = await describer((id) => `${ORGANIZATION}/teams/${id === team.id ? team.slug : "elsewhere"}`);
  const roleIn = async (slug: string, { kept }: Account): Promise<string | null> => {
    const answer = await direct("GET", `${teams}/${slug}/memberships/${kept}`);
    return answer.ok ? ((await answer.json()) as { role: string }).role : null;
  };
  const membersOf = async (slug: string): Promise<{ account: Account; role: string }[]> => {
    const found: { account: Account; role: string }[] = [];
    for (const role of ["member", "maintainer"])
      for (const { id } of await read<{ id: number }[]>("GET", `${teams}/${slug}/members?per_page=100&role=${role}`)) {
        const account = accounts.find((one) => one.id === id && !one.gone);
        if (account) found.push({ account, role: account.standing === "admin" ? "maintainer" : role });
      }
    return found;
  };

  const membership = async (method: string, login: string, body: unknown): Promise<Response> => {
    const account = called(login);
    if (account === undefined) return notFound();
    if (method !== "GET" && synchronised)
      return json({ message: "Team membership is synchronized with an external group." }, 403);
    if (method === "DELETE") {
      pending.delete(account.id);
      return direct("DELETE", `${at}/memberships/${account.kept}`);
    }
    if (method === "PUT") {
      const { role = "member" } = body as { role?: string };
      if (account.standing === "outside" || account.standing === "invited") pending.set(account.id, role);
      else await direct("PUT", `${at}/memberships/${account.kept}`, { role });
    }
    const invited = pending.get(account.id);
    if (invited !== undefined) return json({ role: invited, state: "pending" });
    const own = await roleIn(team.slug, account);
    const through = await Promise.all(below.map((slug) => roleIn(slug, account)));
    if (own === null && through.every((role) => role === null)) return notFound();
    const role = account.standing === "admin" ? "maintainer" : (own ?? "member");
    return json({ role, state: "active" });
  };

  const teamRoute = async (method: string, rest: string, body: unknown, query: string): Promise<Response> => {
    const answer = await direct("GET", at);
    if (!answer.ok) return notFound();
    if (rest === "")
      return json({ ...((await answer.json()) as object), organization: { id: organization, login: ORGANIZATION } });
    if (rest === "/teams") return json(below.map((login, id) => ({ id: id + 9_000, login, slug: login })));
    if (rest === "/members") {
      const lists = await Promise.all([team.slug, ...below].map(membersOf));
      return json(query.includes("page=1") ? lists.flat().map(({ account }) => shown(account)) : []);
    }
    if (rest === "/invitations") {
      const invited = accounts.filter(({ id, gone }) => pending.has(id) && !gone);
      return json(invited.map(({ login }, id) => ({ id: id + 7_000, login, role: "direct_member" })));
    }
    return membership(method, rest.replace("/memberships/", ""), body);
  };

  const graphql = async (body: unknown): Promise<Response> => {
    const { variables } = body as { variables: { team: string } };
    if (variables.team !== team.node_id) return json({ data: { node: null } });
    const edges = (await membersOf(team.slug)).map(({ account, role }) => ({
      role: role.toUpperCase(),
      node: { databaseId: account.id, login: account.login },
    }));
    return json({ data: { node: { members: { pageInfo: { hasNextPage: false, endCursor: null }, edges } } } });
  };

  const receive = async (request: Request): Promise<Response> => {
    requests += 1;
    const { method, path, query, headers, body } = await describe(request);
    if (path.startsWith("/app/")) {
      const answer = await fetch(emulator.url + path, { method, headers, body: JSON.stringify(body) });
      if (answer.ok) issued.add(((await answer.clone().json()) as { token: string }).token);
      return answer;
    }
    const token = (headers["authorization"] ?? "").replace("Bearer ", "");
    if (!issued.has(token)) return json({ message: "Bad credentials" }, 401);
    if (path === "/graphql") return graphql(body);
    if (path === "/user") return json(shown(called(token === MEMBER_TOKEN ? "mel" : OWNER) as Account));
    const [, byId] = /^\/user\/(\d+)$/.exec(path) ?? [];
    if (Number(byId) === organization) return json({ id: organization, login: ORGANIZATION, type: "Organization" });
    const one = byId === undefined ? null : accounts.find(({ id, gone }) => id === Number(byId) && !gone);
    if (byId !== undefined) return one ? json(shown(one)) : notFound();
    const [, name] = /^\/users\/([^/]+)$/.exec(path) ?? [];
    const account = called(decodeURIComponent(name ?? ""));
    if (name !== undefined) return account ? json(shown(account)) : notFound();
    const [, org] = /^\/orgs\/acme\/memberships\/([^/]+)$/.exec(path) ?? [];
    const standing = called(org ?? "")?.standing ?? "outside";
    if (org !== undefined)
      return standing === "outside"
        ? notFound()
        : json({
            role: standing === "admin" ? "admin" : "member",
            state: standing === "invited" ? "pending" : "active",
          });
    if (path === teams) return direct("GET", `${path}?${query}`);
    const here = path.startsWith(at) ? at : `/organizations/${organization}/team/${team.id}`;
    return path.startsWith(here) ? teamRoute(method, path.slice(here.length), body, query) : notFound();
  };

  const known = (login: string): Account => {
    const account = accounts.find((one) => one.login === login);
    if (account === undefined) throw new Error(`no account ${login}`);
    return account;
  };
  return {
    organization,
    team: team.id,
    installation,
    receive,
    idOf: (login: string) => String(known(login).id),
    memberToken: MEMBER_TOKEN,
    get requests() {
      return requests;
    },
    /** As emulate has it, or as our invitations do. */
    async levelOf(login: string): Promise<string | null> {
      const account = accounts.find((one) => one.login === login && !one.gone);
      if (account === undefined) return null;
      return pending.get(account.id) ?? (await roleIn(team.slug, account));
    },
    async isPending(login: string): Promise<boolean> {
      return pending.has(known(login).id);
    },
    put: (login: string, role: string) => direct("PUT", `${at}/memberships/${known(login).kept}`, { role }),
    accept: async (login: string) => {
      const { id, kept } = known(login);
      await direct("PUT", `${at}/memberships/${kept}`, { role: pending.get(id) ?? "member" });
      pending.delete(id);
    },
    rename: (login: string, to: string) => {
      known(login).login = to;
    },
    stand: (login: string, standing: Standing) => {
      known(login).standing = standing;
    },
    async removeAccount(login: string): Promise<void> {
      const account = known(login);
      await direct("DELETE", `${at}/memberships/${account.kept}`);
      account.gone = true;
    },
    removeTeam: async (): Promise<void> => void (await direct("DELETE", at)),
    async addTeamBelow(...logins: string[]): Promise<void> {
      const { slug } = await read<{ slug: string }>("POST", teams, { name: `Night shift ${below.length}` });
      below.push(slug);
      for (const login of logins)
        await direct("PUT", `${teams}/${slug}/memberships/${known(login).kept}`, { role: "member" });
    },
    synchronise: () => {
      synchronised = true;
    },
    withdrawTokens: () => {
      for (const token of issued) if (token.startsWith("ghs_")) issued.delete(token);
    },
    close: () => emulator.close(),
  };
}
