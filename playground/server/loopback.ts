// Who may speak to the playground: this machine's own page, terminal and bot, and nobody else.
// Never lets a foreign name for loopback in (DNS rebinding), nor another site's page (cross-site requests).

export type Refused = { status: 403; reason: string };

export const ownHosts = (port: number): Set<string> =>
  new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]);

/**
 * Undefined when the request may pass. Host must be a name of loopback with our own port. A browser's Origin must be ours;
 * a program's request has none. `Sec-Fetch-Site` tells of other sites' GET requests, which carry no Origin; a link that
 * somebody follows to the page itself (`navigation`) may come from anywhere.
 */
export const refusalOf = (headers: Headers, port: number, options: { navigation: boolean }): Refused | undefined => {
  const hosts = ownHosts(port);
  const host = headers.get("host")?.toLowerCase();
  if (host === undefined || !hosts.has(host)) return refused("not a name of this machine");
  const origin = headers.get("origin")?.toLowerCase();
  if (origin !== undefined && ![...hosts].some((own) => origin === `http://${own}`)) return refused("not our own page");
  const site = headers.get("sec-fetch-site");
  const foreign = site !== null && site !== "same-origin" && site !== "none";
  if (foreign && !options.navigation) return refused("another site's request");
  return undefined;
};

const refused = (reason: string): Refused => ({ status: 403, reason });
