// A strategy of your own: roles of etcd, over its JSON gateway. Two functions give and take, a third one reads back.
// To use it, copy it to src/flows/index.ts, write "../sym.ts" there for "../src/sym.ts", and put in your own ids.
import * as z from "zod";
import {
  approval,
  type CustomOutside,
  channel,
  custom,
  defineEnvironments,
  deployment,
  usergroup,
} from "../src/sym.ts";

const settings = z.strictObject({
  url: z.url(),
  role: z.string(),
  password: z.string(),
  local: z.boolean().optional(),
});
type Etcd = z.output<typeof settings>;

/** `password`: name of the Worker secret with the password of etcd's root. `local`: for tests, an etcd on this machine. */
export const etcdRole = custom({
  type: "etcd_role",
  settings,
  secrets: ({ password }) => [password],
  slot: ({ url, role }, account) => [new URL(url).origin, role, account.id],
  async grant({ settings, account }, outside) {
    const { code } = await etcd(outside, settings, "grant", { user: account.id, role: settings.role });
    if (code !== null) outside.refuse("etcd knows no such user or role", "config");
  },
  async revoke({ settings, account }, outside) {
    const { code } = await etcd(outside, settings, "revoke", { name: account.id, role: settings.role });
    // etcd refuses to take what is not there; only a look tells that from another refusal.
    if (code !== null && (await levelOf(outside, settings, account.id)) !== null)
      outside.tryLater("etcd keeps the role");
  },
  inspect: ({ settings, account }, outside) => levelOf(outside, settings, account.id),
});

async function levelOf(outside: CustomOutside, at: Etcd, name: string): Promise<"access" | null> {
  const { code, roles, message } = await etcd(outside, at, "get", { name });
  if (code !== null && !message.endsWith("user name not found")) outside.tryLater("etcd does not say who has the role");
  return roles.includes(at.role) ? "access" : null;
}

/** With etcd's own code where it refuses. */
const said = z.object({
  code: z.int().nullable().default(null),
  message: z.string().default(""),
  roles: z.array(z.string()).default([]),
});

async function etcd(outside: CustomOutside, at: Etcd, what: "get" | "grant" | "revoke", json: object) {
  const local = { allowLoopback: at.local === true };
  const root = { name: "root", password: outside.secret(at.password) };
  const signIn = { ...local, url: `${at.url}/v3/auth/authenticate`, json: root, onlyReads: true, alsoAnswers: [400] };
  const { status, json: session } = await outside.request(signIn);
  if (status !== 200) outside.refuse("etcd does not take the password of root", "auth");
  const headers = { authorization: z.object({ token: z.string() }).parse(session).token };
  const call = { ...local, url: `${at.url}/v3/auth/user/${what}`, json, headers, onlyReads: what === "get" };
  return said.parse((await outside.request({ ...call, alsoAnswers: [400, 412] })).json);
}

const environments = defineEnvironments({
  prod: {
    label: "Production",
    targets: {
      settings: etcdRole({
        label: "Settings, write",
        url: "https://etcd.example.com",
        role: "writer",
        password: "ETCD_ROOT",
      }),
    },
  },
});

const etcdAccess = approval(environments, {
  name: "etcd",
  label: "etcd",
  durations: ["1h", "8h"],
  approvers: usergroup("S0ITOPS"),
  route: channel("C0REQUESTS"),
  environments: { prod: { targets: ["settings"] } },
});

export default deployment({
  environments,
  strategies: [etcdRole],
  flows: [etcdAccess],
  admins: { usergroup: "S0ITOPS" },
  operatorsChannel: "C0OPS",
});
