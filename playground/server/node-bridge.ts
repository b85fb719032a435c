// Node's requests and answers as the web's, and back. Bodies are bounded; answers stream.
// Never looks at what passes through.
import type { IncomingMessage, ServerResponse } from "node:http";

export const BODY_LIMIT_BYTES = 1_048_576;

export class BodyTooLarge extends Error {
  constructor() {
    super(`a body may have ${BODY_LIMIT_BYTES} bytes`);
  }
}

/** What cannot be a request of the web's at all. */
export class NotARequest extends Error {
  readonly status: 400 | 405;
  constructor(status: 400 | 405, cause: unknown) {
    super("not a request", { cause });
    this.status = status;
  }
}

/** Throws BodyTooLarge and NotARequest. `origin`: what stands before the path. */
export const webRequest = async (incoming: IncomingMessage, origin: string): Promise<Request> => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const one of Array.isArray(value) ? value : value === undefined ? [] : [value]) headers.append(name, one);
  }
  const method = incoming.method ?? "GET";
  const url = URL.parse(incoming.url ?? "/", origin);
  if (url === null) throw new NotARequest(400, incoming.url);
  const body = method === "GET" || method === "HEAD" ? {} : { body: await bodyOf(incoming) };
  try {
    return new Request(url, { method, headers, ...body });
  } catch (error) {
    // TRACE and its like, which the web's requests do not have.
    throw new NotARequest(405, error);
  }
};

const bodyOf = async (incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > BODY_LIMIT_BYTES) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
};

/** Ends when the answer has been sent whole, or the other side has gone. */
export const sendWebResponse = async (response: Response, outgoing: ServerResponse): Promise<void> => {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null) {
    outgoing.end();
    return;
  }
  const reader = response.body.getReader();
  outgoing.once("close", () => void reader.cancel().catch(() => undefined));
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    outgoing.write(value);
  }
  outgoing.end();
};
