// Reads the connection URL of a database out of its secret. TLS with a verified certificate is not a choice, except on loopback
// and to a Hyperdrive binding, whose traffic does not cross a network. Never repeats any part of the URL in an error.
import { PermanentError } from "../ports.ts";

export interface DatabaseUrl {
  readonly hostname: string;
  readonly port: number;
  /** Empty where the URL names none. */
  readonly database: string;
  readonly username: string;
  readonly password: string;
  readonly tls: boolean;
}

/** What the URLs of one kind of database look like. */
export interface UrlForm {
  /** Such as `postgres:`. The first is what people are told. */
  readonly protocols: readonly [string, ...string[]];
  readonly port: number;
}

const WITHOUT_NETWORK = /^(?:localhost|127\.0\.0\.1|::1|.+\.hyperdrive\.local)$/;

export function databaseUrl(secret: string, { protocols, port }: UrlForm): DatabaseUrl {
  const url = URL.canParse(secret) ? new URL(secret) : null;
  if (url === null || !protocols.includes(url.protocol) || url.hostname === "" || url.hostname.includes(","))
    throw new PermanentError(`the secret with the connection URL does not hold a ${protocols[0]}// URL with one host`, {
      class: "auth",
    });
  const hostname = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  return {
    hostname,
    port: url.port === "" ? port : Number(url.port),
    database: decoded(url.pathname.slice(1)),
    username: decoded(url.username),
    password: decoded(url.password),
    tls: !WITHOUT_NETWORK.test(hostname),
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new PermanentError("the connection URL holds a % that is not followed by two hexadecimal digits", {
      class: "auth",
    });
  }
}
