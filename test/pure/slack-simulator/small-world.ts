// A small workspace for these tests: five people, three channels, a clock that moves only when told, and a bot that answers
// what the test says and keeps what it was sent. Never waits for real time.
import { isObject, type JsonObject, parseJson } from "../../../playground/slack/json.ts";
import { SlackSimulator } from "../../../playground/slack/simulator.ts";
import type { SlackSurroundings, WorldSeed } from "../../../playground/slack/types.ts";

export const API = "https://slack.test/api/";
export const EVENTS = "https://sym.test/slack/events";

const person = (id: string, name: string, realName: string) => ({
  id,
  name,
  realName,
  displayName: name,
  email: `${name}@example.com`,
  tz: "Europe/Berlin",
  tzOffset: 3_600,
  avatarColor: "2eb67d",
});

export const SEED: WorldSeed = {
  team: { id: "T0000TEAM", domain: "acme", name: "Acme" },
  app: {
    id: "A00000APP",
    botUserId: "U00000BOT",
    botToken: "xoxb-token",
    signingSecret: "signing-secret",
    scopes: [
      "commands",
      "chat:write",
      "users:read",
      "users:read.email",
      "usergroups:read",
      "im:write",
      "im:read",
      "channels:read",
    ],
    commands: [{ command: "/sym", description: "Ask for access" }],
    shortcuts: [
      { callbackId: "ask", name: "Ask for access", type: "global" },
      { callbackId: "about", name: "About this", type: "message" },
    ],
  },
  people: [
    person("U0000MIRA", "mira", "Mira Koch"),
    person("U0000OTTO", "otto", "Otto Lang"),
    { ...person("U0000GAST", "gast", "Gabi Ast"), isUltraRestricted: true },
    { ...person("U0000FERN", "fern", "Fern Away"), teamId: "T000OTHER" },
    { ...person("U0000GONE", "gone", "Gil One"), deleted: true },
  ],
  channels: [
    {
      id: "C00000REQ",
      name: "sym-requests",
      members: ["U0000MIRA", "U0000OTTO", "U0000GAST", "U0000FERN", "U00000BOT"],
      isExtShared: true,
    },
    { id: "C0000TALK", name: "talk", members: ["U0000MIRA", "U0000OTTO"] },
    { id: "C00SECRET", name: "secret", members: ["U0000OTTO"], isPrivate: true },
  ],
  usergroups: [{ id: "S00000OPS", handle: "ops", name: "Operations", users: ["U0000OTTO"] }],
};

/** Time that passes only in `pass`. */
export class VirtualTime {
  #now = Date.UTC(2026, 10, 23, 9, 0, 0);
  #sleepers: { until: number; wake: () => void }[] = [];

  readonly now = (): number => this.#now;

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const sleeper = { until: this.#now + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        resolve();
      });
    });

  /** Time that passes by itself where Slack merely waits to try again, and stands still while it waits for an answer. */
  readonly skipWaits = async (ms: number, signal?: AbortSignal): Promise<void> => {
    if (signal !== undefined) return this.sleep(ms, signal);
    this.#now += ms;
  };

  /** Moves the clock, waking sleepers in their order and letting each do its work. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settled();
      const [next] = this.#sleepers.filter(({ until }) => until <= end).sort((one, other) => one.until - other.until);
      if (next === undefined) break;
      this.#sleepers = this.#sleepers.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.until);
      next.wake();
    }
    this.#now = end;
    await settled();
  }
}

/** Lets everything that can go on without time go on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export type Received = {
  headers: Headers;
  text: string /** Form fields; of an interaction, its payload. */;
  body: JsonObject;
};

const bodyOf = (headers: Headers, text: string): JsonObject => {
  const form = Object.fromEntries(new URLSearchParams(text));
  const json = headers.get("content-type")?.startsWith("application/json") === true ? text : form["payload"];
  const parsed = json === undefined ? undefined : parseJson(json);
  return isObject(parsed) ? parsed : form;
};

export type Reply = (received: Received) => Response | Promise<Response>;

export type SmallWorld = {
  slack: SlackSimulator;
  time: VirtualTime;
  received: Received[];
  /** When so many requests have reached the bot. */
  arrived: (count: number) => Promise<void>;
  /** What the bot answers from now on. */
  reply: (reply: Reply) => void;
  /** A call of the bot; the answer's body. */
  call: (method: string, args?: JsonObject, token?: string) => Promise<JsonObject>;
};

type More = Partial<SlackSurroundings & { seed: WorldSeed }> & { time?: VirtualTime };

export const smallWorld = ({ time = new VirtualTime(), ...more }: More = {}): SmallWorld => {
  const received: Received[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let answer: Reply = () => new Response("");
  const slack = new SlackSimulator({
    seed: SEED,
    eventsUrl: EVENTS,
    apiBase: API,
    now: time.now,
    sleep: time.sleep,
    deliver: async (request) => {
      const text = await request.text();
      const one = { headers: request.headers, text, body: bodyOf(request.headers, text) };
      received.push(one);
      for (const { count, resolve } of waiting) if (received.length >= count) resolve();
      return answer(one);
    },
    ...more,
  });
  return {
    slack,
    time,
    received,
    arrived: (count) =>
      new Promise((resolve) => {
        if (received.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    reply: (reply) => {
      answer = reply;
    },
    call: async (method, args = {}, token = SEED.app.botToken) => {
      const response = await slack.fetch(apiRequest(method, args, token));
      const body = parseJson(await response.text());
      return isObject(body) ? body : {};
    },
  };
};

/** As a form: every method reads that. */
export const apiRequest = (method: string, args: JsonObject = {}, token = SEED.app.botToken): Request => {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(args)) {
    form.set(name, typeof value === "string" ? value : JSON.stringify(value));
  }
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/x-www-form-urlencoded" };
  return new Request(`${API}${method}`, { method: "POST", headers, body: form.toString() });
};

export const plain = (text: string): JsonObject => ({ type: "plain_text", text });

/** An input block whose label is its block id. */
export const input = (blockId: string, element: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: "input",
  block_id: blockId,
  label: plain(blockId),
  element: { action_id: "value", ...element },
  ...more,
});

export const modal = (blocks: JsonObject[], more: JsonObject = {}): JsonObject => ({
  type: "modal",
  title: plain("Access"),
  submit: plain("Ask"),
  blocks,
  ...more,
});

export const options = (...values: string[]): JsonObject[] =>
  values.map((value) => ({ text: plain(value.toUpperCase()), value }));

/** Opens a modal for Mira, through the command and `views.open`, as a bot does. */
export const openModal = async ({ slack, reply, call }: SmallWorld, view: JsonObject): Promise<JsonObject> => {
  let opened: JsonObject = {};
  reply(async ({ body }) => {
    opened = await call("views.open", { trigger_id: body["trigger_id"] ?? "", view });
    return new Response("");
  });
  await slack.as("U0000MIRA").command("/sym req", "C00000REQ");
  reply(() => new Response(""));
  return opened;
};
