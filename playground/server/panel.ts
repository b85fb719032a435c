// What the page may ask of the world beside Slack: who holds what at the targets, the clock, and the way to expiry.
// Never implemented here: the playground's composition hands in one that reads the real targets.

export type Panel = {
  /** The targets as they are now, read back from the targets themselves. May throw; the page then says so. */
  read(): Promise<PanelState>;
  /** Moves the clock to just past the next expiry. */
  skipToExpiry(): Promise<{ skippedToMs: number } | { nothing: string }>;
  /** Moves the clock ahead by `ms`, at least 1. */
  advance(ms: number): Promise<void>;
  /** Told whenever `read` may answer something else; gives back the way to unsubscribe. */
  subscribe(listener: () => void): () => void;
};

export type PanelState = {
  /** Epoch milliseconds on the bot's clock. */
  nowMs: number;
  /** How far that clock is ahead of the real one. */
  offsetMs: number;
  nextExpiry?: { atMs: number; what: string };
  targets: PanelTarget[];
  checks: PanelCheck[];
  bot: { ready: boolean; reloading: boolean; message?: string };
  /** What the bot signs its calls of webhook Targets with; null where there are none. */
  webhookSecret: string | null;
  /** Hosts beyond this computer that the bot really calls. */
  reaches: string[];
};

export type PanelTarget = { name: string; label: string; kind: string; roles: PanelRole[] };

export type PanelRole = { name: string; label: string; members: PanelMember[] };

export type PanelMember = {
  /** The account at the target. */
  account: string;
  /** Id of the person in Slack, where one is known. */
  person?: string;
  /** True: was there before anybody asked, and stays. */
  standing: boolean;
};

/** Something really tried at a target with an account, and how it went. */
export type PanelCheck = { account: string; statement: string; allowed: boolean; detail: string };
