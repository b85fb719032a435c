// A simulated workspace with a panel, a handler over both, and ways to ask it things, for tests of the page's server.
// Never listens on anything.
import { createDevPanel, type DevPanel } from "../../../playground/server/dev/panel.ts";
import { devCast, devSeed } from "../../../playground/server/dev/world.ts";
import type { GuideMemory } from "../../../playground/server/guide.ts";
import { createHandler, type Handler } from "../../../playground/server/handler.ts";
import type { ActAnswer, PageState } from "../../../playground/server/page-state.ts";
import { SlackSimulator } from "../../../playground/slack/simulator.ts";
import type { JsonObject } from "../../../playground/slack/types.ts";

export const PORT = 8799;
export const API_BASE = `http://127.0.0.1:${PORT}/api/`;
export const OWN = { host: `127.0.0.1:${PORT}` };

export type SmallWorld = {
  simulator: SlackSimulator;
  panel: DevPanel;
  handler: Handler;
  ask(path: string, init?: RequestInit): Promise<Response>;
  stateAs(person: string): Promise<PageState>;
  act(as: string, act: JsonObject): Promise<ActAnswer>;
  /** What the bot would do: a call of Slack's Web API, straight to the simulator. */
  call(method: string, args: JsonObject): Promise<JsonObject>;
};

export const createSmallWorld = (
  deliver: (request: Request) => Promise<Response> = async () => new Response(""),
  guideMemory: GuideMemory = { read: () => undefined, write: () => undefined },
): SmallWorld => {
  const panel = createDevPanel();
  const simulator = new SlackSimulator({
    seed: devSeed,
    deliver,
    eventsUrl: "http://127.0.0.1/slack/events",
    apiBase: API_BASE,
    now: () => panel.nowMs(),
    rateLimits: false,
  });
  const handler = createHandler({
    simulator,
    panel,
    files: new Map([["/", { body: "<!doctype html>", type: "text/html; charset=utf-8" }]]),
    cast: devCast,
    guide: { requester: "UANA", approver: "UBEN", line: "/sym req" },
    guideMemory,
    port: PORT,
  });
  const ask = (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (!headers.has("host")) headers.set("host", OWN.host);
    return handler.handle(new Request(`http://127.0.0.1:${PORT}${path}`, { ...init, headers }));
  };
  return {
    simulator,
    panel,
    handler,
    ask,
    stateAs: async (person) => (await (await ask(`/ui/state?as=${person}`)).json()) as PageState,
    act: async (as, act) => {
      const headers = { "content-type": "application/json" };
      const response = await ask("/ui/act", { method: "POST", headers, body: JSON.stringify({ ...act, as }) });
      if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
      return (await response.json()) as ActAnswer;
    },
    call: async (method, args) => {
      const headers = { authorization: "Bearer xoxb-page", "content-type": "application/json" };
      const request = new Request(`${API_BASE}${method}`, { method: "POST", headers, body: JSON.stringify(args) });
      return (await (await simulator.fetch(request)).json()) as JsonObject;
    },
  };
};
