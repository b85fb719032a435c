// An org of Okta on a port of this machine: `emulate` keeps the state, and in front of it stands Okta's own description, which
// refuses whatever it does not know. Looks at the state behind that door, so that no test asks the code that it judges.
import { readFileSync } from "node:fs";
import { createEmulator } from "emulate";
import type { Verb } from "../../contracts/strategy-world.ts";
import { freePort } from "../../free-port.ts";
import { OktaDoor } from "./okta-door.ts";
import { type ServiceAppOptions, serviceApps } from "./okta-token-server.ts";
import { listen } from "./real-port.ts";

export const API_TOKEN = "00planted-api-token_Xy-42";
export const GROUP = "00g1emaKYZTWRYYRRTSK";

const description = JSON.parse(readFileSync("test/oracles/okta/management.openapi.json", "utf8")) as object;

/** What a call of the strategy's wants. */
export const oktaVerbOf = ({ method }: Request): Verb =>
  method === "PUT" ? "grant" : method === "DELETE" ? "revoke" : "inspect";

export interface OktaOrg {
  readonly url: string;
  /** What the door refused because Okta's description does not know it. */
  readonly refused: readonly string[];
  /** By login. */
  readonly userIds: Readonly<Record<string, string>>;
  /** Ids of the group's members; none where there is no such group. */
  members(): Promise<readonly string[]>;
  addMember(login: string): Promise<void>;
  rename(login: string, to: string): Promise<void>;
  deactivate(login: string): Promise<void>;
  suspend(login: string): Promise<void>;
  removeUser(login: string): Promise<void>;
  removeGroup(): Promise<void>;
  /** The org knows the service app by these from now on. */
  serviceAppNow(app: ServiceAppOptions): Promise<void>;
  close(): Promise<void>;
}

export interface OktaOrgOptions {
  readonly logins: readonly string[];
  readonly group?: string;
  /** The service app that the org knows. None: API tokens only. */
  readonly serviceApp?: ServiceAppOptions;
}

export async function startOkta({ logins, group = GROUP, serviceApp }: OktaOrgOptions): Promise<OktaOrg> {
  const userIds = Object.fromEntries(logins.map((login, at) => [login, `00ub0oNGTSWTBKOLG${100 + at}`]));
  const users = logins.map((login) => ({ login, okta_id: userIds[login] }));
  const emulator = await createEmulator({
    service: "okta",
    port: await freePort(),
    seed: {
      tokens: { [API_TOKEN]: { login: "sym" } },
      okta: { users, groups: [{ name: "Deployers", okta_id: group }] },
    },
  });
  const behind = async (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${emulator.url}/api/v1/${path}`, {
      method,
      headers: { authorization: `SSWS ${API_TOKEN}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const idOf = (login: string): string => userIds[login] ?? "nobody";
  const door = new OktaDoor(description, emulator.url, API_TOKEN);
  await door.open();
  const server = await listen((request) => door.receive(request), {
    first: async (incoming, outgoing) => {
      if (door.serviceApps === null || incoming.url !== "/oauth2/v1/token") return false;
      await door.serviceApps.answer(incoming, outgoing);
      return true;
    },
  });
  if (serviceApp !== undefined) door.serviceApps = await serviceApps(server.origin, serviceApp);
  return {
    url: server.origin,
    refused: door.refused,
    userIds,
    async members() {
      const answer = await behind("GET", `groups/${group}/users`);
      return answer.ok ? ((await answer.json()) as { id: string }[]).map(({ id }) => id) : [];
    },
    addMember: async (login) => void (await behind("PUT", `groups/${group}/users/${idOf(login)}`)),
    rename: async (login, to) => void (await behind("POST", `users/${idOf(login)}`, { profile: { login: to } })),
    deactivate: async (login) => void (await behind("POST", `users/${idOf(login)}/lifecycle/deactivate`)),
    suspend: async (login) => void (await behind("POST", `users/${idOf(login)}/lifecycle/suspend`)),
    async removeUser(login) {
      // The first deactivates.
      await behind("DELETE", `users/${idOf(login)}`);
      await behind("DELETE", `users/${idOf(login)}`);
    },
    removeGroup: async () => void (await behind("DELETE", `groups/${group}`)),
    async serviceAppNow(app) {
      door.serviceApps = await serviceApps(server.origin, app);
    },
    async close() {
      await server.close();
      await emulator.close();
    },
  };
}
