// Whoever is on call, as the journeys see them: PagerDuty and a webhook, which keep what they are sent and can be down. Never
// accepts a letter that is not signed, or an event without its key.
import { signatureOf } from "../../src/strategies/webhook-signature.ts";

const PAGERDUTY = "https://events.pagerduty.com/v2/enqueue";
const WEBHOOK = "https://oncall.example.com/sym";
export const PAGER_SECRETS = {
  PAGERDUTY_KEY: "0123456789abcdef0123456789abcdef",
  ONCALL_URL: WEBHOOK,
  ONCALL_SECRET: "on-call-secret",
} as const;

export class Pager {
  readonly heard: { readonly by: "pagerduty" | "webhook"; readonly event: Readonly<Record<string, unknown>> }[] = [];
  down = false;

  /** Null: not for whoever is on call. */
  async fetch(request: Request): Promise<Response | null> {
    if (request.url !== PAGERDUTY && request.url !== WEBHOOK) return null;
    if (this.down) return new Response(null, { status: 503 });
    const text = await request.text();
    const event: Record<string, unknown> = JSON.parse(text);
    if (request.url === PAGERDUTY) {
      if (event["routing_key"] !== PAGER_SECRETS.PAGERDUTY_KEY) return new Response(null, { status: 400 });
      this.heard.push({ by: "pagerduty", event });
      return Response.json({ status: "success" }, { status: 202 });
    }
    const timestamp = request.headers.get("x-sym-timestamp") ?? "";
    const signed = await signatureOf(PAGER_SECRETS.ONCALL_SECRET, timestamp, text);
    if (request.headers.get("x-sym-signature") !== signed) return new Response(null, { status: 401 });
    this.heard.push({ by: "webhook", event });
    return new Response(null);
  }

  said = (by: "pagerduty" | "webhook"): readonly Readonly<Record<string, unknown>>[] =>
    this.heard.filter((one) => one.by === by).map(({ event }) => event);
}
