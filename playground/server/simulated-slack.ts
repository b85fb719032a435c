// What the page's server needs of the Slack simulator, and no more.
// Never widened for a test: what is missing here is not the page's business.
import type { Actor, Change, Snapshot } from "../slack/types.ts";

export type SimulatedSlack = {
  /** Slack's Web API and its response URLs. */
  fetch(request: Request): Promise<Response>;
  as(userId: string): Actor;
  snapshotFor(userId: string): Snapshot;
  /** Id of the direct conversation of a person with the app, opened if it was not. */
  dmOf(userId: string): string;
  subscribe(listener: (change: Change) => void): () => void;
};
