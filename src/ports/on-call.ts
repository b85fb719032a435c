// Whoever is on call, as the engine sees them: told of an end that is long overdue, and that it is over.

/** How one channel to whoever is on call is reached. Secrets stand by their names. */
export type OnCallChannel =
  | { readonly kind: "pagerduty"; readonly routingKey: string; readonly region: "us" | "eu" }
  | { readonly kind: "webhook"; readonly url: string; readonly secret: string; readonly allowLoopback: boolean };

/** In Sym's own words alone: no account, no e-mail, no reason that somebody typed. */
export interface Incident {
  readonly action: "trigger" | "resolve";
  /** The same for all that is told of one request: what makes repeated news one incident. */
  readonly key: string;
  readonly at: number;
  readonly requestId: string;
  readonly target: string;
  readonly flow: string;
  readonly environment: string;
  /** Since when it should have been gone. */
  readonly since: number;
  readonly tries: number;
  readonly trouble: string;
  /** What a person should do. */
  readonly todo: string;
}

export interface OnCall {
  /** One name a channel; none where the deployment has nobody on call. */
  readonly channels: readonly string[];
  /** Throws `TransientError` or `PermanentError`. Told again, it is the same news. */
  tell(channel: string, incident: Incident): Promise<void>;
}
