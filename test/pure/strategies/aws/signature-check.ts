// Whether a request bears the signature that AWS would ask of it, told by an implementation that AWS wrote for its own clients. Is
// as strict as AWS: the time within five minutes, the right region and interface, and every header that matters signed.
import { SignatureV4 } from "@smithy/signature-v4";

/** What hashes and signs, in the form that the signer asks for. */
class Sha256 {
  readonly #secret: Buffer | null;
  #said: Buffer[] = [];
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = secret === undefined ? null : bytesOf(secret);
  }
  update(said: Uint8Array | string): void {
    this.#said.push(bytesOf(said));
  }
  async digest(): Promise<Uint8Array> {
    const said = Buffer.concat(this.#said);
    if (this.#secret === null) return new Uint8Array(await crypto.subtle.digest("SHA-256", said));
    const way = { name: "HMAC", hash: "SHA-256" };
    const key = await crypto.subtle.importKey("raw", this.#secret, way, false, ["sign"]);
    return new Uint8Array(await crypto.subtle.sign("HMAC", key, said));
  }
  reset(): void {
    this.#said = [];
  }
}

function bytesOf(from: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof from === "string") return Buffer.from(from);
  return ArrayBuffer.isView(from) ? Buffer.from(from.buffer, from.byteOffset, from.byteLength) : Buffer.from(from);
}

export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Signed {
  readonly accessKeyId: string;
  readonly region: string;
  readonly to: string;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([A-Z0-9]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z]+)\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=[0-9a-f]{64}$/;
const FIVE_MINUTES_MS = 5 * 60_000;

/** Who signed it; a word that says what is wrong, as the code of AWS's error. `keyOf`: null where there is no such key. */
export async function signerOf(
  request: Request,
  body: string,
  now: number,
  keyOf: (accessKeyId: string) => SigningKey | null,
): Promise<Signed | string> {
  const authorization = request.headers.get("authorization") ?? "";
  const [, accessKeyId = "", day, region = "", to = "", signedHeaders = ""] = AUTHORIZATION.exec(authorization) ?? [];
  if (day === undefined) return "IncompleteSignature";
  const key = keyOf(accessKeyId);
  if (key === null || (request.headers.get("x-amz-security-token") ?? undefined) !== key.sessionToken)
    return "InvalidClientTokenId";
  const names = signedHeaders.split(";");
  const mustBeSigned = [...request.headers.keys()].filter(
    (name) => name === "host" || name === "content-type" || name.startsWith("x-amz-"),
  );
  const at = timeIn(request.headers.get("x-amz-date") ?? "");
  if (mustBeSigned.some((name) => !names.includes(name)) || !names.includes("host")) return "SignatureDoesNotMatch";
  if (at === null || Math.abs(at.getTime() - now) > FIVE_MINUTES_MS) return "SignatureDoesNotMatch";
  const url = new URL(request.url);
  const signer = new SignatureV4({ credentials: key, region, service: to, sha256: Sha256, applyChecksum: false });
  const again = await signer.sign(
    {
      method: request.method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: Object.fromEntries(
        names.map((name) => [name, name === "host" ? url.host : (request.headers.get(name) ?? "")]),
      ),
      body,
    },
    { signingDate: at, signableHeaders: new Set(names) },
  );
  return again.headers["authorization"] === authorization ? { accessKeyId, region, to } : "SignatureDoesNotMatch";
}

function timeIn(text: string): Date | null {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second] = parts;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
