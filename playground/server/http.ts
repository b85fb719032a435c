// The playground's HTTP server: loopback only, over the handler that does the work.
// Never listens on an address that another machine could reach.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { GuideMemory, GuidePlan } from "./guide.ts";
import { createHandler, type Handler, Unanswered } from "./handler.ts";
import { BodyTooLarge, NotARequest, sendWebResponse, webRequest } from "./node-bridge.ts";
import { bundlePage } from "./page-files.ts";
import type { Panel } from "./panel.ts";
import type { SimulatedSlack } from "./simulated-slack.ts";

export type ServerOptions = {
  simulator: SimulatedSlack;
  panel: Panel;
  /** 0: any free one. */
  port: number;
  host: "127.0.0.1";
  /** Whom the visitor can be, in the order of the rail; `part` is what they are for ("requester"). */
  cast: { id: string; part: string }[];
  /** Who asks and who approves in the guided tour, and the command that it begins with. */
  guide: GuidePlan;
  guideMemory?: GuideMemory;
  /** Called once, when the page can be opened. */
  onListen?: (address: { url: string; port: number }) => void;
};

export type RunningServer = { url: string; port: number; close(): Promise<void> };

/** Rejects with Node's error where the port is taken (`code` EADDRINUSE), with esbuild's where the page does not build. */
export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  const server = createServer();
  // The port first: that it is taken is the likeliest trouble, and is known at once.
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://${options.host}:${port}`;
  try {
    const handler = createHandler({ ...options, files: await bundlePage(), port });
    server.on("request", (incoming, outgoing) => void answer(handler, url, incoming, outgoing));
    options.onListen?.({ url, port });
    return { url, port, close: () => stop(server, handler) };
  } catch (error) {
    server.close();
    throw error;
  }
};

const answer = async (
  handler: Handler,
  origin: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> => {
  try {
    await sendWebResponse(await handler.handle(await webRequest(incoming, origin)), outgoing);
  } catch (error) {
    if (outgoing.headersSent || error instanceof Unanswered) outgoing.destroy();
    else outgoing.writeHead(statusOf(error), { connection: "close" }).end();
    if (error instanceof BodyTooLarge || error instanceof NotARequest || error instanceof Unanswered) return;
    console.error("playground.request.failed", error);
  }
};

const statusOf = (error: unknown): number => {
  if (error instanceof NotARequest) return error.status;
  return error instanceof BodyTooLarge ? 413 : 500;
};

const stop = (server: Server, handler: Handler): Promise<void> =>
  new Promise((resolve) => {
    handler.close();
    server.close(() => resolve());
    server.closeAllConnections();
  });
