// A SCIM 2.0 service that others wrote (scimmy, with its routers) on a port of this machine: the users and one group are kept
// here, everything of the protocol is theirs. It adds a member twice who is added twice, and empties the group where a removal
// names nobody.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

interface Kept {
  readonly id: string;
  readonly [attribute: string]: unknown;
}
interface Store {
  readonly users: Map<string, Kept>;
  readonly groups: Map<string, Kept>;
}

const storeOf = (context: unknown): Store => context as Store;

function keep(kind: keyof Store) {
  return {
    ingress: (resource: { readonly id?: string }, data: object, context: unknown): Kept => {
      const kept = { ...data, id: resource.id ?? randomUUID() };
      storeOf(context)[kind].set(kept.id, kept);
      return kept;
    },
    egress: (resource: { readonly id?: string }, context: unknown): Kept | Kept[] => {
      const all = storeOf(context)[kind];
      if (resource.id === undefined) return [...all.values()];
      const one = all.get(resource.id);
      if (one === undefined) throw new SCIMMY.Types.Error(404, "", `Resource ${resource.id} not found`);
      return one;
    },
    degress: (resource: { readonly id?: string }, context: unknown): void => {
      storeOf(context)[kind].delete(resource.id ?? "");
    },
  };
}

/** Its types ask for whole users and groups; what is kept is what was sent. */
interface Declared {
  ingress(handler: unknown): Declared;
  egress(handler: unknown): Declared;
  degress(handler: unknown): Declared;
}
const declare = SCIMMY.Resources.declare.bind(SCIMMY.Resources) as unknown as (resource: unknown) => Declared;

for (const [resource, kind] of [
  [SCIMMY.Resources.User, "users"],
  [SCIMMY.Resources.Group, "groups"],
] as const) {
  const { ingress, egress, degress } = keep(kind);
  declare(resource).ingress(ingress).egress(egress).degress(degress);
}

export interface ScimmyServer {
  /** Base URL, with the version. */
  readonly url: string;
  readonly group: string;
  readonly userIds: Readonly<Record<string, string>>;
  /** Every member entry of the group, as the store has it. */
  members(): readonly string[];
  addMember(userName: string): void;
  rename(userName: string, to: string): void;
  removeGroup(): void;
  removeUser(userName: string): void;
  close(): Promise<void>;
}

export async function startScimmy(token: string, userNames: readonly string[]): Promise<ScimmyServer> {
  const store: Store = { users: new Map(), groups: new Map() };
  const group = randomUUID();
  const userIds = Object.fromEntries(userNames.map((userName) => [userName, randomUUID()]));
  for (const [userName, id] of Object.entries(userIds)) store.users.set(id, { id, userName });
  const setMembers = (ids: readonly string[]) =>
    store.groups.set(group, { id: group, displayName: "Deployers", members: ids.map((value) => ({ value })) });
  setMembers([]);

  const app = express();
  app.use(
    "/scim/v2",
    new SCIMMYRouters({
      type: "bearer",
      handler: (request: express.Request) => {
        if (request.header("authorization") !== `Bearer ${token}`) throw new Error("Authorization not detected!");
        return "sym";
      },
      context: () => store,
    }),
  );
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const members = (): string[] =>
    ((store.groups.get(group)?.["members"] ?? []) as { readonly value: string }[]).map(({ value }) => value);

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`,
    group,
    userIds,
    members,
    addMember: (userName) => setMembers([...members(), userIds[userName] ?? ""]),
    rename(userName, to) {
      const id = userIds[userName] ?? "";
      store.users.set(id, { id, userName: to });
    },
    removeGroup: () => store.groups.delete(group),
    removeUser(userName) {
      const id = userIds[userName] ?? "";
      store.users.delete(id);
      setMembers(members().filter((member) => member !== id));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
