// A secret in every shape in which it may get somewhere without being recognised: as it is, percent-encoded, as hexadecimal,
// and as base64 at each of the three places where it may begin.

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What of `text` stands in base64 whatever comes before and behind it. */
function inBase64(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = btoa(String.fromCharCode(...new Uint8Array(before), ...bytesOf(text)));
    const first = Math.ceil((before * 4) / 3);
    const last = Math.floor(((before + bytesOf(text).length) * 4) / 3);
    return encoded.slice(first, last);
  });
}

export function needlesOf(secret: string): readonly string[] {
  const hex = [...bytesOf(secret)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const base64 = inBase64(secret);
  const forUrls = base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"));
  const all = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), hex, ...base64, ...forUrls];
  return [...new Set(all)];
}

/** Which of the secrets a text holds, in whatever shape. */
export const foundIn = (text: string, secrets: readonly string[]): string[] =>
  secrets.filter((secret) => needlesOf(secret).some((needle) => text.includes(needle)));
