// What a server keeps to check a password by, made here (SCRAM-SHA-256, RFC 5803 and RFC 7677), so that the password itself
// never stands in a statement, and so in no log of the server. Never keeps the password.

/** As PostgreSQL itself takes. The password is random: more would only take time. */
const ITERATIONS = 4_096;

/** `SCRAM-SHA-256$<iterations>:<salt>$<stored key>:<server key>`. The password must be plain ASCII, which needs no SASLprep. */
export async function scramVerifier(password: string, salt: Uint8Array<ArrayBuffer>): Promise<string> {
  const { subtle } = crypto;
  const secret = await subtle.importKey("raw", utf8.encode(password), "PBKDF2", false, ["deriveBits"]);
  const derivation = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ITERATIONS };
  const salted = await subtle.importKey(
    "raw",
    await subtle.deriveBits(derivation, secret, 256),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const clientKey = await subtle.sign("HMAC", salted, utf8.encode("Client Key"));
  const storedKey = await subtle.digest("SHA-256", clientKey);
  const serverKey = await subtle.sign("HMAC", salted, utf8.encode("Server Key"));
  return `SCRAM-SHA-256$${ITERATIONS}:${base64(salt)}$${base64(storedKey)}:${base64(serverKey)}`;
}

const utf8 = new TextEncoder();
const base64 = (bytes: ArrayBuffer | Uint8Array): string => btoa(String.fromCharCode(...new Uint8Array(bytes)));
