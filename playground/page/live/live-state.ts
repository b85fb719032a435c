// What the server says now, kept fresh: one event stream, one fetch at a time, the newest wins.
// Never shows one person's state as another's: who is looked at is part of what is kept.
import { useSyncExternalStore } from "react";
import type { PageState } from "../../server/page-state.ts";
import { fetchState } from "./server-door.ts";

export type Connection = "connecting" | "live" | "lost";
export type Live = {
  state: PageState | null;
  connection: Connection;
  /** `performance.now()` when the state arrived: the clocks of the page run on from there. */
  arrivedAt: number;
};

let live: Live = { state: null, connection: "connecting", arrivedAt: 0 };
let as = "";
let fetching: Promise<void> | undefined;
let stale = false;
const listeners = new Set<() => void>();

const put = (change: Partial<Live>): void => {
  live = { ...live, ...change };
  for (const listener of listeners) listener();
};

const fetchOnce = async (): Promise<void> => {
  const wanted = as;
  try {
    const state = await fetchState(wanted);
    // A bookmark may name somebody whom this playground does not have: then whoever comes first.
    if (state === undefined) {
      if (wanted === "") throw new Error("the playground has nobody to be");
      if (wanted === as) as = "";
      stale = true;
    } else if (wanted === as) put({ state, connection: "live", arrivedAt: performance.now() });
  } catch {
    put({ connection: "lost" });
  }
};

/** Resolves when a state that was asked for after this call has arrived, or could not be had. */
export const refresh = (): Promise<void> => {
  stale = true;
  fetching ??= (async () => {
    while (stale) {
      stale = false;
      await fetchOnce();
    }
    fetching = undefined;
  })();
  return fetching;
};

/** Looks through this person's eyes from now on. */
export const lookAs = (person: string): Promise<void> => {
  as = person;
  return refresh();
};

/** The targets belong to others too: what changes there without a word is seen this soon. */
const LOOK_EVERY_MS = 3_000;

/** Listens for changes until the page goes. */
export const listen = (): void => {
  const events = new EventSource("/ui/events");
  events.addEventListener("changed", () => void refresh());
  events.addEventListener("error", () => put({ connection: "lost" }));
  setInterval(() => {
    if (document.visibilityState === "visible") void refresh();
  }, LOOK_EVERY_MS);
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const current = (): Live => live;

export const useLive = (): Live => useSyncExternalStore(subscribe, current, current);
