// What was found out about one thing that the deployment needs of Slack.

export interface Finding {
  /** `doubtful`: it works, and somebody should know. `refused`: it does not work. */
  readonly verdict: "good" | "doubtful" | "refused";
  readonly kind: "app" | "person" | "user group" | "channel" | "audit";
  /** As people know it, with its id: `Ben Okafor (U0BEN)`. */
  readonly what: string;
  /** What it is needed for. */
  readonly use: string;
  /** What is wrong and what to do, one sentence each; empty where all is well. */
  readonly advice: readonly string[];
}

type About = Pick<Finding, "kind" | "what" | "use">;

/** Refused where there is something to refuse, else doubtful where there is something to say. */
export const finding = (about: About, wrong: readonly string[], doubts: readonly string[] = []): Finding => ({
  ...about,
  verdict: wrong.length > 0 ? "refused" : doubts.length > 0 ? "doubtful" : "good",
  advice: [...wrong, ...doubts],
});

/** Slack's own no, where no better words are known for it. */
export const slackSays = (code: string): string =>
  code === "missing_scope"
    ? "The app may not ask Slack about it: see the scopes above."
    : `Slack says: ${/^[a-z][a-z0-9_]{0,63}$/.test(code) ? code : "something unknown"}.`;
