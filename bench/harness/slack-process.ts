// A Slack that says yes to everything, in a process of its own so that its work is nobody else's. Tells on its standard
// output of every call, when it came and what it was about. Checks nothing: the playground's simulator does that.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { TEAM } from "./slack-requests.ts";
import { slackUser } from "./slack-user.ts";

/** One line a call: method, nanoseconds of the machine's clock, and what there is to know of it. */
const tell = (method: string, at: bigint, about: string): void => {
  process.stdout.write(`${method}\t${at}\t${about}\n`);
};

let messages = 0;
let lastView = "null";
let lastCard = "null";

/** What the caller will want to know of a call. */
function aboutOf(method: string, body: string): string {
  if (method === "views.open") {
    lastView = viewIn(body);
    return /(?:"trigger_id":"|(?:^|&)trigger_id=)([\w.]+)/.exec(body)?.[1] ?? "";
  }
  if (method === "chat.postMessage") {
    const button = /"action_id":"request\.approve"[^{}]*"value":"([\w.]+)"/.exec(body)?.[1] ?? "";
    if (button !== "") lastCard = body;
    return button;
  }
  return "";
}

/** Bolt's client sends a form with the view spelt as JSON; Sym sends JSON. */
const viewIn = (body: string): string =>
  body.startsWith("{") ? JSON.stringify(JSON.parse(body).view) : (new URLSearchParams(body).get("view") ?? "null");

function answerOf(method: string, body: string): string {
  switch (method) {
    case "users.info":
      return JSON.stringify({ ok: true, user: slackUser(/(?:^|&)user=(\w+)/.exec(body)?.[1] ?? "U0NOBODY") });
    case "auth.test":
      return JSON.stringify({
        ok: true,
        url: "https://example.slack.com/",
        team: "Example",
        team_id: TEAM,
        bot_id: "B0SYM",
        user_id: "U0SYM",
      });
    case "views.open":
      return '{"ok":true,"view":{"id":"V0OPENED","type":"modal","hash":"1760000000.h3LLo","callback_id":""}}';
    case "chat.postMessage":
      return JSON.stringify({
        ok: true,
        channel: "C0REQUESTS",
        ts: `1760000000.${String(++messages).padStart(6, "0")}`,
      });
    case "chat.update":
      return '{"ok":true,"channel":"C0REQUESTS","ts":"1760000000.000001"}';
    case "chat.getPermalink":
      return '{"ok":true,"channel":"C0REQUESTS","permalink":"https://example.slack.com/archives/C0REQUESTS/p1760000000000001"}';
    default:
      return '{"ok":true}';
  }
}

const server = createServer((request, response) => {
  const at = process.hrtime.bigint();
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const path = request.url ?? "";
    if (path === "/last") {
      response.end(`{"view":${lastView},"card":${lastCard}}`);
      return;
    }
    const method = path.slice("/api/".length);
    const body = Buffer.concat(chunks).toString("utf8");
    const answer = answerOf(method, body);
    response.writeHead(200, {
      "content-type": "application/json; charset=utf-8",
      "content-length": Buffer.byteLength(answer),
    });
    response.end(answer);
    tell(method, at, aboutOf(method, body));
  });
});
// Longer than any round: whoever keeps a connection is never surprised by its end.
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  tell("listening", 0n, String(port));
});
// The end of the parent, however it came, is the end of this.
process.stdin.on("end", () => process.exit()).resume();
