// Sym's own work for one `/sym req FLOW`, part by part: each done many times over in workerd, with a Slack that answers at
// once in the same process. Tells what is computed, not what is waited for.
import { realClock } from "../../src/clock.ts";
import { checkDeployment } from "../../src/domain/flow-check.ts";
import definition from "../../src/flows/index.ts";
import { createApp } from "../../src/http/app.ts";
import type { Commands } from "../../src/ports.ts";
import { createFrontDoor } from "../../src/slack/app.ts";
import { createVerify } from "../../src/slack/verify.ts";
import { strategies } from "../../src/strategies/registry.ts";
import least from "../least-open/worker.ts";

interface Env {
  readonly SLACK_SIGNING_SECRET: string;
  readonly SLACK_BOT_TOKEN: string;
  readonly SLACK_API_URL: string;
  readonly VIEW: string;
}

const WARM_UP = 500;
const COUNT = 3_000;

/** Microseconds that `work` takes, once it has been done often. */
async function microseconds(work: () => unknown): Promise<number> {
  for (let done = 0; done < WARM_UP; done++) await work();
  const began = performance.now();
  for (let done = 0; done < COUNT; done++) await work();
  return ((performance.now() - began) / COUNT) * 1_000;
}

/** Opening asks nothing of the engine: whatever does is found out here. */
const commands = new Proxy({} as Commands, {
  get: () => {
    throw new Error("opening a form asked the engine for something");
  },
});
const log = (): void => {};

export default {
  async fetch(request, env, context) {
    // The Slack of this process.
    globalThis.fetch = async () => new Response('{"ok":true}');
    const body = await request.arrayBuffer();
    const again = (): Request<unknown, IncomingRequestCfProperties> =>
      new Request(request.url, { method: "POST", headers: request.headers, body });
    const checked = checkDeployment(definition, strategies);
    if (!checked.ok) throw new Error("src/flows has a problem");
    const options = {
      signingSecret: env.SLACK_SIGNING_SECRET,
      botToken: env.SLACK_BOT_TOKEN,
      apiUrl: env.SLACK_API_URL,
      deployment: checked.deployment,
      clock: realClock,
      commands,
      log,
      witness: log,
    };
    const verify = createVerify(options);
    const door = createFrontDoor(options);
    const house = {
      frontDoor: () => door,
      callers: async () => true,
      ops: {
        token: null,
        readiness: async () => ({ ready: true, details: {} }),
        figures: async () => "",
        targets: async () => [],
        shown: () => undefined,
      },
      identities: null,
    };
    const app = createApp(() => house, log);
    const mustBeOk = async (response: Response | Promise<Response>): Promise<void> => {
      if ((await response).status !== 200) throw new Error("the form was not opened");
    };

    const making = await microseconds(again);
    const signature = await microseconds(() => verify(again()));
    const whole = await microseconds(() => mustBeOk(door.handle(again(), context)));
    const routed = await microseconds(() => mustBeOk(app.fetch(again(), env, context)));
    const floor = await microseconds(() => mustBeOk(least.fetch(again(), env)));
    return Response.json({
      routing: routed - whole,
      signature: signature - making,
      form: whole - signature,
      total: routed - making,
      least: floor - making,
    });
  },
} satisfies ExportedHandler<Env>;
