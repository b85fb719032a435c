// What AWS's own client would send, to which address, caught before it leaves: for comparing with what ours sends. Answers nothing.
import type { HttpRequest } from "@smithy/types";

export interface Recorded {
  readonly url: string;
  readonly type: string;
  readonly target: string | null;
  /** How a function is called. */
  readonly invocation: string | null;
  readonly body: unknown;
  /** Region and interface that the signature names. */
  readonly scope: string;
}

const SCOPE = /Credential=[^/]+\/\d{8}\/([^/]+\/[^/]+)\/aws4_request/;

/** Forms as pairs without order, JSON as what it says. */
const meant = (type: string, body: string): unknown =>
  body !== "" && /json|octet-stream/.test(type) ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));

const recorded = (url: string, headers: (name: string) => string | null, body: string): Recorded => {
  const type = headers("content-type") ?? "";
  return {
    url,
    type,
    target: headers("x-amz-target"),
    invocation: headers("x-amz-invocation-type"),
    body: meant(type, body),
    scope: SCOPE.exec(headers("authorization") ?? "")?.[1] ?? "",
  };
};

interface SetUp {
  readonly requestHandler: { handle(request: unknown): Promise<never> };
  readonly maxAttempts: number;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** `send` makes a client of what it is given, and has it send one command. */
export async function sentByAws(send: (setUp: SetUp) => Promise<unknown>): Promise<Recorded> {
  let caught: HttpRequest | undefined;
  const sending = send({
    requestHandler: {
      handle(request) {
        caught = request as HttpRequest;
        return Promise.reject(new Error("recorded"));
      },
    },
    maxAttempts: 1,
    credentials: { accessKeyId: "AKIARECORDERRECORDER", secretAccessKey: "x".repeat(40) },
  });
  await sending.catch((error: Error) => {
    if (error.message !== "recorded") throw error;
  });
  if (caught === undefined) throw new Error("nothing was sent");
  const { protocol, hostname, path, query, headers, body } = caught;
  const bytes = (body ?? "") as string | Uint8Array;
  const asked = new URLSearchParams(query as Record<string, string>).toString();
  const text = typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes);
  return recorded(
    `${protocol}//${hostname}${path}${asked === "" ? "" : `?${asked}`}`,
    (name) => headers[name] ?? null,
    text,
  );
}

export async function sentByUs(request: Request): Promise<Recorded> {
  return recorded(request.url, (name) => request.headers.get(name), await request.clone().text());
}
