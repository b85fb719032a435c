// A server on loopback, in the process of the run: what Slack and the target are here. Says what is under way in it, so that
// a kill can be told by what it interrupted.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface LocalServer {
  /** `http://127.0.0.1:1234` */
  readonly address: string;
  stop(): Promise<void>;
}

/** Longer than any run lasts between two calls: whoever keeps a connection is never surprised by its end. */
const KEEP_ALIVE_MS = 600_000;

export async function startLocalServer(answer: (asked: Asked) => Promise<Answer>): Promise<LocalServer> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    // A caller that dies before its message is whole has not called.
    request.on("error", () => undefined);
    response.on("error", () => undefined);
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const asked = {
        method: request.method ?? "",
        url: new URL(request.url ?? "", "http://127.0.0.1"),
        headers: request.headers,
        body: Buffer.concat(chunks).toString("utf8"),
      };
      void answer(asked).then(
        ({ status, body }) =>
          response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body)),
        (error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))),
      );
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
