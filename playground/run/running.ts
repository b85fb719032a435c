// One playground at a time on one data directory, and how a second one learns where the first is. What is alive answers on
// a loopback port; a file alone proves nothing. Never waits long: whoever does not answer at once is gone.
import { randomUUID } from "node:crypto";
import { linkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import process from "node:process";
import * as z from "zod";
import { readJson } from "./data-directory.ts";

export type Claim =
  /** `url` null: it is still starting. */
  | { readonly taken: true; readonly url: string | null }
  | {
      readonly taken: false /** Says where the page is. */;
      readonly tell: (url: string) => void;
      readonly release: () => void;
    };

const lockShape = z.object({ port: z.int(), token: z.string() });
const answerShape = z.object({ token: z.string(), url: z.string().nullable() });

const ANSWER_LIMIT_MS = 1_000;

/** `lock`: path of the file that names the port. */
export async function claimRunning(lock: string): Promise<Claim> {
  const token = randomUUID();
  let url: string | null = null;
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.end(JSON.stringify({ token, url }));
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const mine = `${lock}.${token}`;
  writeFileSync(mine, JSON.stringify({ port, token, pid: process.pid }));
  try {
    for (;;) {
      try {
        // Of two that start at once, one gets the name.
        linkSync(mine, lock);
        break;
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      }
      const other = await askOther(lock);
      if (other.alive) {
        server.close();
        return { taken: true, url: other.url };
      }
      removeStale(lock, mine, other.token);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return {
    taken: false,
    tell: (address) => {
      url = address;
    },
    release: () => {
      rmSync(lock, { force: true });
      server.close();
    },
  };
}

type Other = { readonly alive: true; readonly url: string | null } | { readonly alive: false; readonly token: string };

async function askOther(lock: string): Promise<Other> {
  const named = lockShape.safeParse(readJson(lock));
  if (!named.success) return { alive: false, token: "" };
  const { port, token } = named.data;
  const said = answerShape.safeParse(await textFrom(port));
  return said.success && said.data.token === token ? { alive: true, url: said.data.url } : { alive: false, token };
}

/** Takes the name from the dead. If somebody else did so meanwhile and lives, it is given back to them. */
function removeStale(lock: string, mine: string, staleToken: string): void {
  const aside = `${mine}.stale`;
  try {
    renameSync(lock, aside);
    const named = lockShape.safeParse(readJson(aside));
    if (named.success && named.data.token !== staleToken) linkSync(aside, lock);
  } catch {
    // Somebody else was quicker; the next round asks who.
  } finally {
    rmSync(aside, { force: true });
  }
}

function textFrom(port: number): Promise<unknown> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    let text = "";
    socket.setTimeout(ANSWER_LIMIT_MS, () => socket.destroy());
    socket.on("data", (chunk) => {
      text += chunk.toString();
    });
    socket.on("error", () => resolve(undefined));
    socket.on("close", () => {
      try {
        resolve(JSON.parse(text));
      } catch {
        resolve(undefined);
      }
    });
  });
}
