// The bot: the real Worker in workerd, reloaded whenever a file of it is saved. Knows at any time whether it runs, and if
// not, why not. Never reachable from beyond loopback, and never asks anything of the internet.
import { createWriteStream, type FSWatcher, watch } from "node:fs";
import { fileURLToPath } from "node:url";
import { unstable_DevEnv as DevEnv } from "wrangler";
import type { DeploymentAnswer } from "../worker/door-answers.ts";
import { type BotDoor, botDoor } from "./bot-door.ts";
import { sayFailure } from "./bot-failure.ts";
import { type BotSettings, workerInput } from "./bot-settings.ts";

export interface BotState {
  readonly ready: boolean;
  readonly reloading: boolean;
  /** What is wrong, or what is under way. */
  readonly message?: string;
}

export interface Bot extends BotDoor {
  /** Resolves once the bot was loaded (true) or failed to; it goes on watching its files in both cases. */
  start(): Promise<boolean>;
  /** What Slack posts to the bot. */
  deliver(request: Request): Promise<Response>;
  /** What the timer of every minute does. */
  sweep(): Promise<void>;
  state(): BotState;
  stop(): Promise<void>;
}

export type Deployed = Extract<DeploymentAnswer, { ok: true }>;

export interface BotHooks {
  /** Told after every load what src/flows says now; the bot is ready once this is done. */
  onLoaded(deployment: Deployed): Promise<void>;
  /** Told whenever the bot has come to run with what was saved, and how long that took. */
  onRunning(tookMs: number): void;
  /** Told why the bot does not run. */
  onBroken(message: string): void;
  /** Told whenever `state` may be another. */
  onChange(): void;
  /** Something in the bot was not caught. */
  onFault(text: string): void;
}

const SWEEP_LIMIT_MS = 30_000;
/** An editor may write a file in several steps. */
const SAVED_AFTER_MS = 150;
const SOURCE = fileURLToPath(new URL("../../src", import.meta.url));

/** What is used of wrangler's handle, whose own type hangs on a package that is not installed. */
interface StartedWorker {
  readonly url: Promise<URL>;
  patchConfig(changes: object): Promise<unknown>;
  dispose(): Promise<void>;
}

export function createBot(settings: BotSettings, hooks: BotHooks): Bot {
  const log = createWriteStream(settings.logFile, { flags: "w" });
  const firstLoad = Promise.withResolvers<void>();
  let state: BotState = { ready: false, reloading: true, message: "starting" };
  let running: { readonly worker: StartedWorker; readonly url: URL; readonly door: BotDoor } | undefined;
  /** Whatever began before the newest of these says nothing about what runs now. */
  let loads = 0;
  /** What is on disk does not build or load; a reload that is still under way is of something older. */
  let broken = false;
  /** Until there was a first bundle, wrangler watches nothing. */
  let watcher: FSWatcher | undefined;
  /** When what is loaded now, or was last, began to be built. */
  let buildBegan = performance.now();

  const become = (next: BotState): void => {
    state = next;
    hooks.onChange();
  };
  const present = () => {
    if (running === undefined) throw new Error("the bot is not running yet");
    return running;
  };

  class WatchedDevEnv extends DevEnv {
    override dispatch(event: Parameters<DevEnv["dispatch"]>[0]): void {
      super.dispatch(event);
      if (event.type === "bundleStart") {
        loads += 1;
        buildBegan = performance.now();
        become({ ready: state.ready, reloading: true });
      }
      if (event.type === "bundleComplete") {
        broken = false;
        watcher?.close();
        watcher = undefined;
      }
      if (event.type === "reloadComplete" && !broken) void loaded();
      if (event.type === "runtimeError") hooks.onFault(event.stack);
      const failure = sayFailure(event);
      if (failure === null) return;
      broken = true;
      loads += 1;
      failed(failure);
    }
  }
  const devEnv = new WatchedDevEnv();

  function failed(message: string): void {
    become({ ready: false, reloading: false, message });
    hooks.onBroken(message);
    firstLoad.resolve();
  }

  async function loaded(): Promise<void> {
    const load = ++loads;
    // What another load, begun meanwhile, has to say is newer.
    const isNewest = (): boolean => load === loads;
    try {
      await started.promise;
      const deployment = await present().door.deployment();
      if (!isNewest()) return;
      if (!deployment.ok) return failed(deployment.problem);
      await hooks.onLoaded(deployment);
    } catch (error) {
      if (isNewest()) failed(error instanceof Error ? error.message : String(error));
      return;
    }
    if (isNewest()) {
      become({ ready: true, reloading: false });
      hooks.onRunning(performance.now() - buildBegan);
    }
    firstLoad.resolve();
  }

  const started = Promise.withResolvers<void>();
  return {
    async start() {
      const input = workerInput(settings, (line) => log.write(`${line}\n`));
      let saved: ReturnType<typeof setTimeout> | undefined;
      watcher = watch(SOURCE, { recursive: true }, () => {
        clearTimeout(saved);
        if (broken) saved = setTimeout(() => void worker.patchConfig({}), SAVED_AFTER_MS);
      });
      const worker: StartedWorker = await devEnv.startWorker(input);
      const url = await worker.url;
      running = { worker, url, door: botDoor(url, settings.key) };
      started.resolve();
      await firstLoad.promise;
      return state.ready;
    },
    moveClock: async (offsetMs) => present().door.moveClock(offsetMs),
    record: async () => present().door.record(),
    deployment: async () => present().door.deployment(),
    deliver: async (request) => fetch(new Request(new URL(new URL(request.url).pathname, present().url), request)),
    async sweep() {
      const url = new URL("/cdn-cgi/local/scheduled", present().url);
      const response = await fetch(url, { signal: AbortSignal.timeout(SWEEP_LIMIT_MS) });
      await response.body?.cancel();
    },
    state: () => state,
    async stop() {
      watcher?.close();
      await running?.worker.dispose();
      log.end();
    },
  };
}
