// Which URLs a strategy may call: https at a public DNS name, nothing else. Asked when a Flow is defined and again at every
// call. Never resolves a name; that a name of ours is not short-cut inside the network is a flag in wrangler.toml.

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);
const MAX_LENGTH = 2_000;
/** Ends of names that only a private network answers. */
const PRIVATE_ENDS = /\.(?:arpa|corp|home|internal|intranet|invalid|lan|local|localdomain|localhost|onion|private)$/;
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
const TOP = /^(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

/** Why this URL is refused, in words that follow the name of the setting; null where it is fine. */
export function refusalOfUrl(text: string, allowLoopback: boolean): string | null {
  if (text.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} characters`;
  // The parser forgives these, and what it makes of them is not what a reader sees.
  if (!/^[!-~]+$/.test(text) || text.includes("\\"))
    return "holds white space, a backslash or a character outside ASCII";
  if (!URL.canParse(text)) return "is not a complete URL";
  const url = new URL(text);
  if (url.username !== "" || url.password !== "" || /^[^/?#]*\/\/[^/?#]*@/.test(text))
    return "holds a user name or password";
  if (text.includes("#")) return "has a fragment";
  if (LOOPBACK.has(url.hostname) && allowLoopback && /^https?:\/\/[^/]/i.test(text)) return null;
  if (LOOPBACK.has(url.hostname) && !allowLoopback)
    return "must start with https:// and name a public host; one on this machine needs allowLoopback: true";
  if (!/^https:\/\/[^/]/i.test(text)) return "must start with https://";
  if (url.port !== "") return "names a port other than 443";
  return isPublicName(url.hostname) ? null : "must name a host by its public DNS name";
}

/** The same for what paths are put behind. */
export const refusalOfBase = (text: string, allowLoopback: boolean): string | null =>
  refusalOfUrl(text, allowLoopback) ?? (text.includes("?") ? "has a query" : null);

/** Without the slashes at its end. */
export const baseUrl = (text: string): string => new URL(text).href.replace(/\/+$/, "");

/** A DNS name that anybody can resolve; never an address. */
export function isPublicName(hostname: string): boolean {
  const labels = hostname.split(".");
  const top = labels.at(-1) ?? "";
  return (
    hostname.length <= 253 &&
    labels.length >= 2 &&
    labels.every((label) => LABEL.test(label)) &&
    TOP.test(top) &&
    !PRIVATE_ENDS.test(hostname)
  );
}
