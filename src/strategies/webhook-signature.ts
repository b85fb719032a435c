// Signs what Sym sends to a service of the user's own, so that the service can tell it from anyone else's. Never sends the
// secret itself.

/** `v1=` and the HMAC-SHA256, in hexadecimal, of the timestamp (seconds), a dot, and the text. */
export async function signatureOf(secret: string, timestamp: string, text: string): Promise<string> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  const mac = await crypto.subtle.sign("HMAC", key, encoder.encode(`${timestamp}.${text}`));
  return `v1=${Array.from(new Uint8Array(mac), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
