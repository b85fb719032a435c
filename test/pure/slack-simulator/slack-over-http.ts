// The simulator behind a port of this machine, for clients that speak HTTP. Never listens beyond loopback.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { SlackSimulator } from "../../../playground/slack/simulator.ts";
import type { SlackSurroundings, WorldSeed } from "../../../playground/slack/types.ts";
import { SEED } from "./small-world.ts";

const bodyOf = async (message: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message) chunks.push(chunk as Uint8Array);
  return new Uint8Array(Buffer.concat(chunks));
};

const take = async (
  slack: SlackSimulator,
  base: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> => {
  const body = await bodyOf(incoming);
  const headers = new Headers(
    Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const request = new Request(new URL(incoming.url ?? "/", base), {
    method: incoming.method ?? "GET",
    headers,
    ...(incoming.method === "POST" ? { body } : {}),
  });
  try {
    const response = await slack.fetch(request);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(await response.text());
  } catch {
    outgoing.destroy();
  }
};

export type SlackOverHttp = { slack: SlackSimulator; apiBase: string; close: () => Promise<void> };

/** Starts it; everything but the address may be chosen. */
export const slackOverHttp = async (
  more: Partial<SlackSurroundings & { seed: WorldSeed }> = {},
): Promise<SlackOverHttp> => {
  let slack: SlackSimulator | undefined;
  let base = "";
  const server: Server = createServer((incoming, outgoing) => {
    if (slack !== undefined) void take(slack, base, incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const apiBase = `${base}api/`;
  slack = new SlackSimulator({
    seed: SEED,
    apiBase,
    eventsUrl: "http://127.0.0.1:9/slack/events",
    now: Date.now,
    deliver: () => Promise.reject(new TypeError("there is no bot")),
    ...more,
  });
  return {
    slack,
    apiBase,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
