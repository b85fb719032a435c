// What of a request is compared with that of a vendor's own client: everything but what each client says of itself. Reads a copy.

export interface Recorded {
  readonly method: string;
  readonly url: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly authorization: string;
}

export async function recorded(request: Request): Promise<Recorded> {
  const url = new URL(request.url);
  const text = await request.clone().text();
  return {
    method: request.method,
    url: url.origin + url.pathname,
    query: Object.fromEntries(url.searchParams),
    body: text === "" ? null : JSON.parse(text),
    authorization: request.headers.get("authorization") ?? "",
  };
}
