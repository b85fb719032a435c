// A key that lives for one call and proves that a token is used by whom it was given to (DPoP, RFC 9449). Never leaves this
// process: what is sent is signed with it, and names its public half.
import { base64url, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";

const ALGORITHM = "ES256";

export class ProofKey {
  readonly #key: CryptoKey;
  readonly #public: JWK;
  readonly #now: () => number;

  private constructor(key: CryptoKey, publicHalf: JWK, now: () => number) {
    this.#key = key;
    this.#public = publicHalf;
    this.#now = now;
  }

  static async make(now: () => number): Promise<ProofKey> {
    const { privateKey, publicKey } = await generateKeyPair(ALGORITHM);
    return new ProofKey(privateKey, await exportJWK(publicKey), now);
  }

  /** For one request. `nonce`: what the other side last asked for; `token`: what the request is allowed with. */
  async proofFor(method: string, url: string, nonce: string | null, token: string | null): Promise<string> {
    const { origin, pathname } = new URL(url);
    const claims = {
      htm: method,
      htu: origin + pathname,
      jti: crypto.randomUUID(),
      ...(nonce === null ? {} : { nonce }),
      ...(token === null ? {} : { ath: await thumbprint(token) }),
    };
    return new SignJWT(claims)
      .setProtectedHeader({ typ: "dpop+jwt", alg: ALGORITHM, jwk: this.#public })
      .setIssuedAt(Math.floor(this.#now() / 1_000))
      .sign(this.#key);
  }
}

async function thumbprint(token: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return base64url.encode(new Uint8Array(digest));
}
