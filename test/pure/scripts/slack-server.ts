// The simulated Slack behind a port of this machine, with a workspace of the test's own. Never listens beyond loopback.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { sendWebResponse, webRequest } from "../../../playground/server/node-bridge.ts";
import { SlackSimulator } from "../../../playground/slack/simulator.ts";
import type { WorldSeed } from "../../../playground/slack/types.ts";

export interface SlackServer {
  readonly slack: SlackSimulator;
  /** Ends with a slash. */
  readonly apiUrl: string;
  close(): Promise<void>;
}

export async function slackServer(seed: WorldSeed): Promise<SlackServer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const slack = new SlackSimulator({
    seed,
    apiBase: `${origin}/api/`,
    eventsUrl: `${origin}/slack/events`,
    now: Date.now,
    deliver: () => Promise.reject(new TypeError("there is no bot")),
  });
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    try {
      await sendWebResponse(await slack.fetch(await webRequest(incoming, origin)), outgoing);
    } catch {
      // The network is down, as a test asked.
      outgoing.destroy();
    }
  };
  server.on("request", (incoming, outgoing) => void answer(incoming, outgoing));
  return {
    slack,
    apiUrl: `${origin}/api/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
