// The environment under which wrangler asks nobody anything: no telemetry, no update check, no look-up of where we are.
// A setting in wrangler.toml does not stop them; these variables do. Never put a secret here.

/** Merge into the environment of every process that runs wrangler or workerd. */
export const quietWrangler = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
} as const satisfies Readonly<Record<string, string>>;
