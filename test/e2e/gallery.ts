// The playground's page over a workspace without a bot, in which Sym's own messages and modals stand as a test puts them
// there. For looking at what is seldom seen; never starts Sym or any target.
import type { ModalView } from "slack-edge";
import { createDevPanel } from "../../playground/server/dev/panel.ts";
import { type RunningServer, startServer } from "../../playground/server/http.ts";
import type { JsonObject } from "../../playground/slack/json.ts";
import { SlackSimulator } from "../../playground/slack/simulator.ts";
import type { PersonSeed } from "../../playground/slack/types.ts";
import type { Message } from "../../src/slack/views/blocks.ts";

const BOT = "U0SYM";
const TOKEN = "xoxb-gallery";

const person = (id: string, displayName: string, avatarColor: string): PersonSeed => ({
  id,
  name: displayName.toLowerCase(),
  realName: displayName,
  displayName,
  tz: "Europe/Lisbon",
  tzOffset: 3_600,
  avatarColor,
});
const PEOPLE = [person("U0ANA", "Ana", "c2410c"), person("U0BEN", "Ben", "1d4ed8"), person("U0CLEO", "Cleo", "047857")];

export interface Gallery {
  readonly url: string;
  /** What Slack would not have taken; empty. */
  readonly violations: readonly unknown[];
  /** Posts to a room (`room-1`), or to Ana where none is named, each under its title. */
  hang(titled: Readonly<Record<string, Message>>, room?: string): Promise<void>;
  /** What `/sym` opens from now on. */
  show(view: ModalView): void;
  close(): Promise<void>;
}

/** `rooms`: how many channels there are. `now`: epoch milliseconds that the page takes for the present. */
export async function openGallery(rooms: number, now: number): Promise<Gallery> {
  let view: ModalView | undefined;
  const call = async (method: string, args: object): Promise<JsonObject> => {
    const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
    const url = `http://127.0.0.1/api/${method}`;
    const response = await simulator.fetch(new Request(url, { method: "POST", headers, body: JSON.stringify(args) }));
    const answer = (await response.json()) as JsonObject;
    if (answer["ok"] !== true) throw new Error(`${method}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const ids = PEOPLE.map(({ id }) => id);
  const simulator = new SlackSimulator({
    seed: {
      team: { id: "T0SYM", domain: "example", name: "Acme" },
      app: {
        id: "A0SYM",
        botUserId: BOT,
        botToken: TOKEN,
        signingSecret: "gallery",
        scopes: ["chat:write", "commands", "im:write"],
        commands: [{ command: "/sym", description: "Shows a form" }],
        shortcuts: [],
      },
      people: PEOPLE,
      channels: [
        { id: "C0REQUESTS", name: "requests", members: ids },
        ...Array.from({ length: rooms }, (_, index) => ({
          id: `C0ROOM${index + 1}`,
          name: `room-${index + 1}`,
          members: [...ids, BOT],
        })),
      ],
      usergroups: [{ id: "S0DBA", handle: "dba", name: "Database team", users: ["U0BEN"] }],
    },
    deliver: async (request) => {
      const trigger = new URLSearchParams(await request.text()).get("trigger_id");
      if (trigger !== null && view !== undefined) await call("views.open", { trigger_id: trigger, view });
      return new Response("");
    },
    eventsUrl: "http://127.0.0.1/slack/events",
    apiBase: "http://127.0.0.1/api/",
    now: () => now,
    rateLimits: false,
  });
  const server: RunningServer = await startServer({
    simulator,
    panel: createDevPanel(),
    port: 0,
    host: "127.0.0.1",
    cast: PEOPLE.map(({ id }) => ({ id, part: "visitor" })),
    guide: { requester: "U0ANA", approver: "U0BEN", line: "/sym" },
  });
  return {
    url: server.url,
    violations: simulator.violations,
    async hang(titled, room) {
      const channel = room === undefined ? simulator.dmOf("U0ANA") : `C0ROOM${room.replace("room-", "")}`;
      for (const [title, { text, blocks }] of Object.entries(titled)) {
        await call("chat.postMessage", { channel, text: `_${title}_` });
        await call("chat.postMessage", { channel, text, blocks });
      }
    },
    show(next) {
      view = next;
    },
    close: () => server.close(),
  };
}
