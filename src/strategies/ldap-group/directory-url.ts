// Where a directory is, out of a Target's `url`. The connection is encrypted in either form: `ldaps://` from the first byte,
// `ldap://` by StartTLS before anything is said. Never lets a plain connection leave this machine.
import { isPublicName } from "../outbound-url.ts";

export interface DirectoryUrl {
  readonly hostname: string;
  readonly port: number;
  readonly tls: "at_once" | "by_starttls" | "none";
}

const FORM = /^(ldaps?):\/\/([a-z0-9_.-]+)(?::([1-9]\d{0,4}))?\/?$/;
const LOOPBACK = new Set(["localhost", "127.0.0.1"]);

/** Why this URL is refused, in words that follow the name of the setting; null where it is fine. */
export function refusalOfDirectory(text: string, allowLoopback: boolean): string | null {
  const [, , hostname = "", port = "1"] = FORM.exec(text) ?? [];
  if (hostname === "" || Number(port) > 65_535)
    return "must be ldaps://HOST or ldap://HOST (which is StartTLS) in small letters, perhaps with a port, and nothing else";
  if (LOOPBACK.has(hostname))
    return allowLoopback ? null : "must name a public host; one on this machine needs allowLoopback: true";
  return isPublicName(hostname)
    ? null
    : "must name a host by its public DNS name, which its certificate is checked for";
}

/** Of a URL that is not refused. */
export function directoryUrl(text: string): DirectoryUrl {
  const [, scheme = "", hostname = "", port] = FORM.exec(text) ?? [];
  const atOnce = scheme === "ldaps";
  return {
    hostname,
    port: port === undefined ? (atOnce ? 636 : 389) : Number(port),
    tls: atOnce ? "at_once" : LOOPBACK.has(hostname) ? "none" : "by_starttls",
  };
}
