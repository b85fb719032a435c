// What the fakes of vendors' APIs share: a real port, a book of what was asked, and one answer in place of another. Keeps no state of
// its own and judges nothing.
import { listen } from "../real-port.ts";

export interface Said {
  readonly status: number;
  /** Text as it stands, anything else as JSON; null: nothing. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly text: string;
}

export abstract class FakeApi {
  /** In order: `GET /groups/…`, with the query where there is one. */
  readonly asked: string[] = [];
  /** Answers the next call that begins so, in place of what would be said; where it says null, that is said all the same. */
  instead: { readonly call: string; readonly say: () => Said | null } | null = null;

  protected abstract answer(asked: Asked): Said;

  open(): Promise<{ readonly origin: string; close(): Promise<void> }> {
    return listen((request) => this.receive(request));
  }

  readonly receive = async (request: Request): Promise<Response> => {
    const { pathname, search, searchParams } = new URL(request.url);
    const { method, headers } = request;
    const text = await request.text();
    this.asked.push(`${method} ${pathname}${search}`);
    const path = decodeURIComponent(pathname);
    const said =
      this.#instead(`${method} ${path}`) ?? this.answer({ method, path, query: searchParams, headers, text });
    const of = { status: said.status, headers: { ...said.headers } };
    if (said.body === null) return new Response(null, of);
    return typeof said.body === "string" ? new Response(said.body, of) : Response.json(said.body, of);
  };

  #instead(call: string): Said | null {
    if (this.instead === null || !call.startsWith(this.instead.call)) return null;
    const { say } = this.instead;
    this.instead = null;
    return say();
  }
}
