// The private key of a service app, from a Worker secret: a JWK, or PEM in PKCS#8. Never lets a part of it, or of what the
// library says about it, into an error.
import { importJWK, importPKCS8 } from "jose";
import * as z from "zod";
import { PermanentError } from "../../ports.ts";
import { jsonOr } from "../outbound-json.ts";

export interface SigningKey {
  readonly key: CryptoKey;
  readonly algorithm: string;
  /** The key's own name; null where it has none. */
  readonly keyId: string | null;
}

/** What Okta takes for `private_key_jwt`. PEM does not say which of them it is for, so they are tried in this order. */
const ALGORITHMS = ["RS256", "ES256", "ES384", "ES512"] as const;
const BY_CURVE: Readonly<Record<string, string>> = { "P-256": "ES256", "P-384": "ES384", "P-521": "ES512" };

const jwk = z.looseObject({
  kty: z.enum(["RSA", "EC"]),
  d: z.string(),
  crv: z.string().exactOptional(),
  alg: z.enum(["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"]).optional().catch(undefined),
  kid: z.string().exactOptional(),
});

/** Throws `PermanentError`. */
export async function readPrivateKey(secret: string): Promise<SigningKey> {
  const text = secret.trim();
  const found = text.startsWith("{") ? await fromJwk(text) : await fromPem(text);
  if (found !== null) return found;
  throw new PermanentError(
    "the service app's private key is neither a private JWK nor PEM that starts with BEGIN PRIVATE KEY",
    {
      class: "auth",
    },
  );
}

async function fromJwk(text: string): Promise<SigningKey | null> {
  const read = jwk.safeParse(jsonOr(null, text));
  if (!read.success) return null;
  const { kty, alg, crv = "", kid = null } = read.data;
  const algorithm = alg ?? (kty === "RSA" ? "RS256" : BY_CURVE[crv]);
  if (algorithm === undefined) return null;
  // Only what makes the key: what it may be used for is often said of its public half.
  const { use: _use, key_ops: _operations, alg: _algorithm, ...material } = read.data;
  const key = await importJWK(material, algorithm).catch(() => null);
  return key === null || key instanceof Uint8Array ? null : { key, algorithm, keyId: kid };
}

async function fromPem(text: string): Promise<SigningKey | null> {
  // Typed into one line, its breaks are often spelt out.
  const pem = text.replaceAll("\\n", "\n");
  for (const algorithm of ALGORITHMS) {
    const key = await importPKCS8(pem, algorithm).catch(() => null);
    if (key !== null) return { key, algorithm, keyId: null };
  }
  return null;
}
