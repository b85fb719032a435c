// What every request to GitHub says of itself. GitHub refuses requests without a user agent.

export const HEADERS = {
  accept: "application/vnd.github+json",
  "user-agent": "sym-just-in-time-access",
  "x-github-api-version": "2022-11-28",
} as const;
