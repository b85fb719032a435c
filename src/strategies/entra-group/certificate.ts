// The app's certificate and private key, from one Worker secret, so that both are rotated in one step. Never lets a part of it, or
// of what the library says about it, into an error.
import { base64url, importPKCS8 } from "jose";
import { PermanentError } from "../../ports.ts";

export interface Certificate {
  readonly key: CryptoKey;
  /** SHA-256 of the certificate in DER, as Entra finds it by. */
  readonly thumbprint: string;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/;
const PRIVATE_KEY = /-----BEGIN PRIVATE KEY-----[A-Za-z0-9+/=\s]+-----END PRIVATE KEY-----/;

/** Throws `PermanentError`. */
export async function readCertificate(secret: string): Promise<Certificate> {
  // Typed into one line, its breaks are often spelt out.
  const pem = secret.replaceAll("\\n", "\n");
  const der = derIn(CERTIFICATE.exec(pem)?.[1]);
  const key = await importPKCS8(PRIVATE_KEY.exec(pem)?.[0] ?? "", "PS256").catch(() => null);
  if (der === null || key === null)
    throw new PermanentError(
      "the secret with the app's certificate does not hold BEGIN CERTIFICATE and BEGIN PRIVATE KEY, both of RSA",
      { class: "auth" },
    );
  return { key, thumbprint: base64url.encode(new Uint8Array(await crypto.subtle.digest("SHA-256", der))) };
}

function derIn(base64: string | undefined): Uint8Array<ArrayBuffer> | null {
  try {
    const text = atob((base64 ?? "").replace(/\s/g, ""));
    return text === "" ? null : Uint8Array.from(text, (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}
