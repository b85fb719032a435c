// An etcd of this test's own, with its accounts switched on: a new folder, free ports of loopback, and gone with the process.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../free-port.ts";
import { begun } from "../program.ts";

export const ROOT_PASSWORD = "planted-root-password+/=";

export interface EtcdServer {
  readonly url: string;
  /** As root, behind everything that is tested. */
  addUser(name: string): Promise<void>;
  removeUser(name: string): Promise<void>;
  addRole(name: string): Promise<void>;
  removeRole(name: string): Promise<void>;
  rolesOf(name: string): Promise<readonly string[]>;
  setRootPassword(password: string): Promise<void>;
  stop(): void;
}

export async function startEtcd(): Promise<EtcdServer> {
  const folder = mkdtempSync(join(tmpdir(), "sym-etcd-"));
  const [clients, peers] = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`];
  const options = [
    ["data-dir", join(folder, "data")],
    ["listen-client-urls", clients],
    ["advertise-client-urls", clients],
    ["listen-peer-urls", peers],
    ["initial-advertise-peer-urls", peers],
    ["initial-cluster", `default=${peers}`],
  ].flatMap(([name, value]) => [`--${name}`, value ?? ""]);
  const child: ChildProcess = spawn("etcd", options, { stdio: "ignore" });
  const stop = (): void => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", stop);

  let token: string | null = null;
  const post = async (path: string, body: object): Promise<Response> =>
    fetch(`${clients}/v3/${path}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: token === null ? {} : { authorization: token },
    });
  const done = async (path: string, body: object): Promise<unknown> => {
    const answer = await post(path, body);
    if (!answer.ok) throw new Error(`etcd answered ${path} with ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const signIn = async (password: string): Promise<void> => {
    token = null;
    const session = (await done("auth/authenticate", { name: "root", password })) as { token: string };
    token = session.token;
  };

  await begun("etcd", child, async () => ((await fetch(`${clients}/health`)).ok ? true : null));
  await done("auth/user/add", { name: "root", password: ROOT_PASSWORD });
  await done("auth/role/add", { name: "root" });
  await done("auth/user/grant", { user: "root", role: "root" });
  await done("auth/enable", {});
  await signIn(ROOT_PASSWORD);
  return {
    url: clients,
    addUser: async (name) => void (await done("auth/user/add", { name, password: "of-no-use" })),
    removeUser: async (name) => void (await done("auth/user/delete", { name })),
    addRole: async (name) => void (await done("auth/role/add", { name })),
    removeRole: async (role) => void (await done("auth/role/delete", { role })),
    rolesOf: async (name) => {
      const answer = await post("auth/user/get", { name });
      return answer.ok ? (((await answer.json()) as { roles?: string[] }).roles ?? []) : [];
    },
    setRootPassword: async (password) => {
      await done("auth/user/changepw", { name: "root", password });
      await signIn(password);
    },
    stop,
  };
}
