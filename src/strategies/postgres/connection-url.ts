// Reads the connection URL out of its secret. TLS with a verified certificate is not a choice, except on loopback and to a
// Hyperdrive binding, whose traffic does not cross a network. Never repeats any part of the URL in an error.
import { PermanentError } from "../../ports.ts";

export interface ConnectionUrl {
  readonly hostname: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  readonly tls: boolean;
}

const WITHOUT_NETWORK = /^(?:localhost|127\.0\.0\.1|::1|.+\.hyperdrive\.local)$/;

export function connectionUrl(secret: string): ConnectionUrl {
  const url = URL.canParse(secret) ? new URL(secret) : null;
  if (url === null || !/^postgres(?:ql)?:$/.test(url.protocol) || url.hostname === "" || url.hostname.includes(","))
    throw new PermanentError("the secret with the connection URL does not hold a postgres:// URL with one host", {
      class: "auth",
    });
  const hostname = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const username = decoded(url.username);
  return {
    hostname,
    port: url.port === "" ? 5432 : Number(url.port),
    database: decoded(url.pathname.slice(1)) || username,
    username,
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
