// A made-up target for work on the page: one database, three roles, a clock that can be moved.
// Never the playground's own panel: that one reads real targets.
import type { Panel, PanelMember } from "../panel.ts";

export type DevPanel = Panel & {
  nowMs(): number;
  grant(account: string, person: string, forMs: number): void;
  revoke(account: string): void;
  onExpiry(listener: () => void): void;
};

type Grant = { account: string; person: string; untilMs: number };

export const createDevPanel = (): DevPanel => {
  let offsetMs = 0;
  let grants: Grant[] = [];
  const listeners = new Set<() => void>();
  const expiries = new Set<() => void>();
  const nowMs = (): number => Date.now() + offsetMs;
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const expire = (): void => {
    const live = grants.filter(({ untilMs }) => untilMs > nowMs());
    if (live.length < grants.length) for (const listener of expiries) listener();
    grants = live;
    changed();
  };
  const members = (): PanelMember[] => [
    ...grants.map(({ account, person }) => ({ account, person, standing: false })),
    { account: "ada", person: "UADA", standing: true },
  ];
  const advance = async (ms: number): Promise<void> => {
    offsetMs += ms;
    expire();
  };
  return {
    nowMs,
    grant: (account, person, forMs) => {
      grants = [...grants, { account, person, untilMs: nowMs() + forMs }];
      changed();
    },
    revoke: (account) => {
      grants = grants.filter((grant) => grant.account !== account);
      changed();
    },
    onExpiry: (listener) => expiries.add(listener),
    advance,
    skipToExpiry: async () => {
      const [next] = grants;
      if (next === undefined) return { nothing: "Nobody holds anything that ends." };
      await advance(next.untilMs - nowMs() + 1000);
      return { skippedToMs: nowMs() };
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read: async () => {
      const [next] = grants;
      const ana = grants.some(({ account }) => account === "ana");
      return {
        nowMs: nowMs(),
        offsetMs,
        ...(next === undefined ? {} : { nextExpiry: { atMs: next.untilMs, what: "Ana: Read orders" } }),
        targets: [
          {
            name: "orders",
            label: "Orders database",
            kind: "PostgreSQL",
            roles: [
              { name: "orders_read", label: "Read orders", members: members() },
              { name: "orders_write", label: "Write orders", members: [] },
            ],
          },
        ],
        checks: [
          {
            account: "ana",
            statement: "select * from orders",
            allowed: ana,
            detail: ana ? "3 rows" : "permission denied for table orders",
          },
          { account: "ada", statement: "select * from orders", allowed: true, detail: "3 rows" },
        ],
        bot: { ready: true, reloading: false },
        webhookSecret: null,
        reaches: [],
      };
    },
  };
};
