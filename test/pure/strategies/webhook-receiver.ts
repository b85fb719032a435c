// A company's own access service, as somebody would write it from docs/targets/webhook.md: checks signatures, keeps who has
// access, and does what one idempotency key says only once. Shares no code with the strategy.
import { createHmac } from "node:crypto";
import type { Verb } from "../../contracts/strategy.ts";

export class WebhookReceiver {
  readonly #answered = new Set<string>();
  readonly #has = new Map<string, string>();
  readonly inherited = new Map<string, string>();
  /** `METHOD path?query` of everything that arrived. */
  readonly seen: string[] = [];
  readonly #secret: string;
  readonly #now: () => number;
  #gone = false;

  constructor(options: { secret: string; now: () => number }) {
    this.#secret = options.secret;
    this.#now = options.now;
  }

  /** What access was given to does not exist any more. */
  shutDown(): void {
    this.#gone = true;
  }

  levelOf(account: string, data: unknown = {}): string | null {
    return this.#has.get(JSON.stringify([account, data])) ?? null;
  }

  async receive(request: Request): Promise<Response> {
    const url = new URL(request.url);
    this.seen.push(`${request.method} ${url.pathname}${url.search}`);
    const text = request.method === "GET" ? url.search.slice(1) : await request.text();
    if (!this.#isSigned(request.headers, text)) return new Response(null, { status: 401 });
    return request.method === "GET"
      ? this.#read(url.searchParams)
      : this.#change(JSON.parse(text), request.headers.get("idempotency-key"));
  }

  #isSigned(headers: Headers, text: string): boolean {
    const timestamp = headers.get("x-sym-timestamp") ?? "";
    if (!/^\d{10}$/.test(timestamp) || Math.abs(this.#now() / 1_000 - Number(timestamp)) > 300) return false;
    const mac = createHmac("sha256", this.#secret).update(`${timestamp}.${text}`).digest("hex");
    return headers.get("x-sym-signature") === `v1=${mac}`;
  }

  #read(query: URLSearchParams): Response {
    const account = query.get("account") ?? "";
    const level = this.#gone ? null : this.levelOf(account, JSON.parse(query.get("data") ?? "{}"));
    return Response.json({ level, inherited: this.inherited.get(account) ?? null });
  }

  #change(
    body: { action: string; account: { id: string }; level: string; data: unknown; idempotency_key: string },
    key: string | null,
  ): Response {
    if (body.idempotency_key !== key || key === "") return new Response(null, { status: 400 });
    if (this.#gone && body.action === "grant") return new Response(null, { status: 404 });
    const slot = JSON.stringify([body.account.id, body.data]);
    const once = `${key} ${body.action} ${slot}`;
    if (body.action === "revoke") this.#has.delete(slot);
    else if (!this.#answered.has(once) || this.#has.has(slot)) this.#has.set(slot, body.level);
    this.#answered.add(once);
    return new Response(null, { status: 204 });
  }
}

/** What a request to such a service wants. */
export async function verbOf(request: Request): Promise<Verb> {
  if (request.method === "GET") return "inspect";
  const { action } = (await request.json()) as { action: "grant" | "revoke" };
  return action;
}
