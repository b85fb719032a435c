// Tells whoever is on call: PagerDuty by its Events API, or a webhook that the deployment names. One attempt each; repeating
// is up to the outbox. Never sends an account, an e-mail or anything that people typed.
import {
  type Clock,
  type Incident,
  type OnCall,
  type OnCallChannel,
  PermanentError,
  type StrategyContext,
} from "../ports.ts";
import { send } from "../strategies/outbound.ts";
import { signatureOf } from "../strategies/webhook-signature.ts";

const LIMIT_MS = 10_000;
const PAGERDUTY = {
  us: "https://events.pagerduty.com/v2/enqueue",
  eu: "https://events.eu.pagerduty.com/v2/enqueue",
} as const;
const SUMMARY_MAX = 1_024;

export interface OnCallOptions {
  readonly channels: readonly OnCallChannel[];
  readonly clock: Clock;
  readonly outside: Pick<StrategyContext, "secret" | "fetch">;
}

export function createOnCall({ channels, clock, outside }: OnCallOptions): OnCall {
  const named = new Map(channels.map((channel, at) => [`${channel.kind}-${at + 1}`, channel]));
  return {
    channels: [...named.keys()],
    async tell(name, incident) {
      const channel = named.get(name);
      if (channel === undefined)
        throw new PermanentError("this channel to whoever is on call is not deployed any more");
      const { url, headers, body, allowLoopback } = await letterTo(channel, incident, outside.secret, clock.now());
      await clock.within(LIMIT_MS, (signal) =>
        send(
          { method: "POST", url, headers: { ...headers, "content-type": "application/json" }, body, allowLoopback },
          { fetch: outside.fetch, signal, now: () => clock.now() },
        ),
      );
    },
  };
}

interface Letter {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly allowLoopback: boolean;
}

async function letterTo(
  channel: OnCallChannel,
  incident: Incident,
  secret: (name: string) => string,
  now: number,
): Promise<Letter> {
  if (channel.kind === "pagerduty") {
    const body = JSON.stringify(pagerDutyEvent(incident, secret(channel.routingKey)));
    return { url: PAGERDUTY[channel.region], headers: {}, body, allowLoopback: false };
  }
  const { action, key, at, ...details } = incident;
  const body = JSON.stringify({ action, key, at: new Date(at).toISOString(), ...inWords(details) });
  const timestamp = String(Math.floor(now / 1_000));
  const signature = await signatureOf(secret(channel.secret), timestamp, body);
  return {
    url: secret(channel.url),
    headers: {
      "x-sym-timestamp": timestamp,
      "x-sym-signature": signature,
      "idempotency-key": `${key}-${action}-${at}`,
    },
    body,
    allowLoopback: channel.allowLoopback,
  };
}

function pagerDutyEvent(incident: Incident, routingKey: string): object {
  const { action, key, at, ...details } = incident;
  const event = { routing_key: routingKey, event_action: action, dedup_key: key };
  if (action === "resolve") return event;
  const since = new Date(incident.since).toISOString();
  return {
    ...event,
    client: "Sym",
    payload: {
      summary:
        `Access to ${incident.target} should have ended at ${since} and is still there: ${incident.trouble}`.slice(
          0,
          SUMMARY_MAX,
        ),
      source: incident.target,
      severity: "critical",
      timestamp: new Date(at).toISOString(),
      component: incident.flow,
      group: incident.environment,
      class: "access not removed",
      custom_details: inWords(details),
    },
  };
}

const inWords = ({ since, todo, ...rest }: Omit<Incident, "action" | "key" | "at">) => ({
  ...rest,
  since: new Date(since).toISOString(),
  what_to_do: todo,
});
