// Signs digests of the audit trail with the key that the Worker was given, and keeps them in the bucket that it was bound to;
// both may be missing. The key goes nowhere: what is told of it is its public half.
import { type Archive, type Log, type Notary, TransientError } from "./ports.ts";

interface Pair {
  readonly sign: CryptoKey;
  readonly public: string;
}

/** `AUDIT_SIGNING_KEY`: PKCS #8 in base64, as `npm run audit:key` makes it. `AUDIT`: an R2 bucket. */
export function notaryOf(env: object, log: Log): Notary {
  let known: { readonly secret: string; readonly pair: Promise<Pair | null> } | null = null;
  // Read when it is needed, so that a rotated key is used at once.
  const pair = (): Promise<Pair | null> => {
    const secret: unknown = Reflect.get(env, "AUDIT_SIGNING_KEY");
    if (typeof secret !== "string" || secret === "") return Promise.resolve(null);
    if (known?.secret !== secret) known = { secret, pair: read(secret, log) };
    return known.pair;
  };
  const bucket: unknown = Reflect.get(env, "AUDIT");
  return {
    key: async () => (await pair())?.public ?? null,
    async sign(text) {
      const keys = await pair();
      if (keys === null) throw new TransientError("there is no key to sign with", { effect: "no" });
      return base64url(new Uint8Array(await crypto.subtle.sign("Ed25519", keys.sign, new TextEncoder().encode(text))));
    },
    archive: isBucket(bucket) ? archiveIn(bucket) : null,
  };
}

/** Null where it is no such key: digests go on without, and say that nobody signed them. */
async function read(secret: string, log: Log): Promise<Pair | null> {
  try {
    const bytes = Uint8Array.from(atob(secret.trim()), (letter) => letter.charCodeAt(0));
    const sign = await crypto.subtle.importKey("pkcs8", bytes, "Ed25519", true, ["sign"]);
    const { x } = (await crypto.subtle.exportKey("jwk", sign)) as JsonWebKey;
    if (x === undefined) throw new TypeError("a key without its public half");
    return { sign, public: x };
  } catch {
    log("audit.key.refused", {});
    return null;
  }
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const isBucket = (value: unknown): value is R2Bucket =>
  typeof value === "object" && value !== null && "put" in value && "head" in value;

/** Never writes over what is there; a lock on the bucket keeps everybody else from it too. */
const archiveIn = (bucket: R2Bucket): Archive => ({
  async put(name, text) {
    try {
      const made = await bucket.put(name, text, {
        onlyIf: { etagDoesNotMatch: "*" },
        httpMetadata: { contentType: "application/json" },
      });
      if (made !== null) return "there";
      return (await (await bucket.get(name))?.text()) === text ? "there" : "differs";
    } catch (error) {
      throw new TransientError("the bucket of the audit trail did not answer", { effect: "unknown", cause: error });
    }
  },
});
