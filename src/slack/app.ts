// Everything between Slack's HTTP and the `Commands` port: our own check of the request, then slack-edge with one listener a
// file. Made once per isolate. Nothing gets behind the check unsigned, and no request ever ends in an exception.
import type { AuthorizeResult, SlackSocketModeAppEnv } from "slack-edge";
// Deeper than the package's door, behind which its OAuth pages and socket client would come along.
import { SlackApp } from "slack-edge/dist/app.js";
import type {
  Callers,
  Clock,
  Commands,
  Deployment,
  Directory,
  Log,
  Messenger,
  Metrics,
  Strategies,
  Witness,
} from "../ports.ts";
import { type ClientOptions, createCallSlack, createRespond } from "./client.ts";
import { createDirectory } from "./directory.ts";
import { createAtOnce } from "./handlers/at-once.ts";
import type { Front } from "./handlers/front.ts";
import { registerListeners } from "./handlers/register.ts";
import { createMessenger } from "./messenger.ts";
import { createVerify } from "./verify.ts";

export interface SlackOptions {
  readonly signingSecret: string;
  readonly botToken: string;
  /** `https://slack.com/api/`, or a loopback address. */
  readonly apiUrl: string;
  /** The workspace that Sym is installed in; where it is not told, Slack is asked once per isolate. */
  readonly teamId?: string | null | undefined;
  readonly deployment: Deployment;
  readonly strategies: Strategies;
  readonly clock: Clock;
  readonly log: Log;
  readonly callers?: Callers;
  readonly metrics?: Metrics;
  /** For tests; the runtime's own otherwise. */
  readonly fetch?: ClientOptions["fetch"];
}

/** What the engine needs of Slack: people and words. */
export interface SlackSide {
  readonly directory: Directory;
  readonly messenger: Messenger;
}

export function createSlackSide(options: Omit<SlackOptions, "signingSecret">): SlackSide {
  const call = createCallSlack(options);
  return { directory: createDirectory({ ...options, call }), messenger: createMessenger({ ...options, call }) };
}

export interface FrontDoor {
  /** Answers whatever is posted to `/slack/events`. Never throws. */
  handle(request: Request, context: { waitUntil(work: Promise<unknown>): void }): Promise<Response>;
}

/** What slack-edge is told instead of a token: its own clients know only Slack's public address and are not used. */
const unused: AuthorizeResult = { botId: "unused", botUserId: "unused", botToken: "unused", botScopes: [] };

export function createFrontDoor(
  options: Omit<SlackOptions, "teamId" | "strategies"> & { readonly commands: Commands; readonly witness: Witness },
): FrontDoor {
  const { deployment, commands, clock, log, witness } = options;
  const verify = createVerify(options);
  const app = new SlackApp<SlackSocketModeAppEnv>({
    env: { SLACK_APP_TOKEN: "unused" },
    // The only way to tell slack-edge that a request has been verified already: `handle` lets nothing else get here.
    socketMode: true,
    authorize: async () => unused,
    ignoreSelfEvents: false,
    startLazyListenerAfterAck: true,
  });
  const front: Front = {
    deployment,
    commands,
    clock,
    log,
    witness,
    call: createCallSlack(options),
    respond: createRespond(options),
  };
  registerListeners(app, front);
  const atOnce = createAtOnce(front);

  return {
    async handle(request, context) {
      try {
        const verdict = await verify(request);
        if (verdict.kind === "answered") return verdict.response;
        const answered = await atOnce(verdict.body, context);
        if (answered !== null) return answered;
        const { url, headers } = request;
        return await app.run(new Request(url, { method: "POST", headers, body: verdict.body }), context);
      } catch (error) {
        // Listeners catch their own, so this is slack-edge failing to read what was sent.
        log("slack.payload.unreadable", { class: error instanceof Error ? error.name : "unknown" });
        return new Response(null, { status: 400 });
      }
    },
  };
}
