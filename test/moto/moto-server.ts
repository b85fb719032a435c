// A moto server of this test's own: AWS as others imitate it, a Python program that no npm package brings. On a free port of
// loopback, and gone with the process. Says how it failed in the program's own words.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { freePort } from "../free-port.ts";
import { begun } from "../program.ts";

export interface MotoServer {
  readonly port: number;
  readonly origin: string;
  /** From here on every call needs a signature and a policy that allows it. */
  enforce(): Promise<void>;
  stop(): Promise<void>;
}

type Program = readonly [command: string, ...given: string[]];

/** A cold Python on a busy machine reads thousands of files before it says a word. */
const PATIENCE_MS = 120_000;
const ENDED = "it ended with";
const WAYS: readonly Program[] = [["moto_server"], ["python3", "-m", "moto.server"]];

/** How it is started here; null where it is not installed. A name on the PATH may lead nowhere, so it is tried. */
export function motoProgram(): Program | null {
  return (
    WAYS.find(([command, ...given]) => {
      const { status, stdout } = spawnSync(command, [...given, "-h"], { encoding: "utf8", timeout: PATIENCE_MS });
      return status === 0 && stdout.includes("--port");
    }) ?? null
  );
}

/** Another may take the port in between: then it is tried again. */
export async function startMoto(program: Program): Promise<MotoServer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startedOn(program, await freePort());
    } catch (error) {
      if (attempt === 3 || !String(error).includes(ENDED)) throw error;
    }
  }
}

async function startedOn([command, ...given]: Program, port: number): Promise<MotoServer> {
  const env = { ...process.env, INITIAL_NO_AUTH_ACTION_COUNT: "inf", PYTHONUNBUFFERED: "1" };
  const child = spawn(command, [...given, "-H", "127.0.0.1", "-p", String(port)], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, so that whatever stands in between ends with it.
    detached: true,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (bytes: Buffer) => {
      said = (said + bytes.toString()).slice(-4_000);
    });
  const kill = (): void => killGroup(child);
  process.once("exit", kill);
  const origin = `http://127.0.0.1:${port}`;
  try {
    await begun("moto", child, async () => ((await fetch(`${origin}/moto-api/data.json`)).ok ? true : null));
  } catch (error) {
    kill();
    process.off("exit", kill);
    throw new Error(`${String(error)}; it said: ${said}`, { cause: error });
  }
  return {
    port,
    origin,
    async enforce() {
      const { ok, status } = await fetch(`${origin}/moto-api/reset-auth`, { method: "POST", body: "0" });
      if (!ok) throw new Error(`moto cannot be told to enforce policies (HTTP ${status}); it said: ${said}`);
    },
    async stop() {
      const exited = child.exitCode === null && child.signalCode === null ? once(child, "exit") : null;
      kill();
      await exited;
      process.off("exit", kill);
    },
  };
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
