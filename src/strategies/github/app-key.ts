// Speaks as a GitHub App: a short-lived JWT, signed with the App's private key. The key is read as GitHub hands it out
// (PKCS #1) or as others convert it (PKCS #8). Never lets a character of the key into an error.
import { SignJWT } from "jose";
import { PermanentError } from "../../ports.ts";

/** GitHub takes ten minutes at the most, and its clock may be behind ours. */
const BACKDATED_S = 60;
const LIVES_S = 540;
const RS256 = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;

/** `key`: the PEM; `secret`: its name, for the error. */
export async function appJwt(app: number | string, key: string, secret: string, now: number): Promise<string> {
  const imported = await imports(key, secret);
  const at = Math.floor(now / 1_000);
  return new SignJWT({ iat: at - BACKDATED_S, exp: at + LIVES_S, iss: String(app) })
    .setProtectedHeader({ alg: "RS256", typ: "JWT" })
    .sign(imported);
}

async function imports(pem: string, secret: string): Promise<CryptoKey> {
  // Some ways of setting a secret turn line ends into a backslash and an n.
  const text = pem.replaceAll("\\n", "\n");
  const found = /-----BEGIN (RSA )?PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END (?:RSA )?PRIVATE KEY-----/.exec(text);
  try {
    const der: Uint8Array<ArrayBuffer> = Uint8Array.from(atob((found?.[2] ?? "").replace(/\s/g, "")), (char) =>
      char.charCodeAt(0),
    );
    const pkcs8 = found?.[1] === undefined ? der : pkcs8Of(der);
    return await crypto.subtle.importKey("pkcs8", pkcs8, RS256, false, ["sign"]);
  } catch {
    throw new PermanentError(`the secret ${secret} does not hold the private key of a GitHub App`, { class: "auth" });
  }
}

/** A PKCS #1 key in the envelope that Web Crypto asks for (RFC 5208): version 0, rsaEncryption without parameters, the key. */
function pkcs8Of(pkcs1: Uint8Array): Uint8Array<ArrayBuffer> {
  const version = [0x02, 0x01, 0x00];
  const algorithm = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
  return Uint8Array.from(wrapped(0x30, [...version, ...algorithm, ...wrapped(0x04, [...pkcs1])]));
}

/** In DER: a tag, the length in as few bytes as it takes, the content. */
function wrapped(tag: number, content: readonly number[]): readonly number[] {
  const { length } = content;
  if (length < 0x80) return [tag, length, ...content];
  if (length < 0x1_00) return [tag, 0x81, length, ...content];
  if (length < 0x1_00_00) return [tag, 0x82, length >> 8, length & 0xff, ...content];
  throw new RangeError("no RSA key is so long");
}
