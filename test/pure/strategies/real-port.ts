// Puts a function that answers requests behind a real port of loopback, so that what a strategy sends is sent over a network.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Receive = (request: Request) => Promise<Response>;

export interface ListenOptions {
  /** For what speaks Node's own HTTP: true where it has taken the call. */
  readonly first?: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<boolean>;
}

/** Where receiving throws, the connection breaks. */
export async function listen(
  receive: Receive,
  { first = async () => false }: ListenOptions = {},
): Promise<{ origin: string; close(): Promise<void> }> {
  const server: Server = createServer((incoming, outgoing) => {
    void first(incoming, outgoing)
      .then((taken) => (taken ? undefined : answer(receive, incoming, outgoing)))
      .catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(receive: Receive, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = new Headers(incoming.headers as Record<string, string>);
  const body = incoming.method === "GET" ? {} : { body: Buffer.concat(chunks) };
  const url = `http://${incoming.headers.host}${incoming.url}`;
  const response = await receive(new Request(url, { method: incoming.method ?? "GET", headers, ...body }));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
}
