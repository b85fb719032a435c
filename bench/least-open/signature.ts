// The least check of Slack's signature that deserves the name: fresh, and the HMAC-SHA256 of what was sent. The key is kept.

const encoder = new TextEncoder();
const HMAC = { name: "HMAC", hash: "SHA-256" };
let key: CryptoKey | null = null;

/** `body`: of the request, read before. */
export async function isSigned(request: Request, body: string, secret: string): Promise<boolean> {
  const timestamp = request.headers.get("x-slack-request-timestamp") ?? "";
  const signature = request.headers.get("x-slack-signature") ?? "";
  if (Math.abs(Date.now() / 1_000 - Number(timestamp)) > 300) return false;
  key ??= await crypto.subtle.importKey("raw", encoder.encode(secret), HMAC, false, ["verify"]);
  const given = Uint8Array.from(signature.slice(3).match(/../g) ?? [], (hex) => Number.parseInt(hex, 16));
  return crypto.subtle.verify("HMAC", key, given, encoder.encode(`v0:${timestamp}:${body}`));
}
