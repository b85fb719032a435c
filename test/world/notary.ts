// Who signs digests in the simulated world, and a bucket with a lock: what is in it stays as it is.
import { sha256Hex } from "../../src/domain/canonical.ts";

export class SimNotary {
  readonly key = "the-key-of-the-simulated-world";
  readonly bucket = new Map<string, string>();

  /** Says no more than that it was asked about this very text: real keys are tried elsewhere. */
  sign = (text: string): string => sha256Hex(`${this.key} ${text}`);

  put(name: string, text: string): "there" | "differs" {
    const known = this.bucket.get(name);
    if (known === undefined) this.bucket.set(name, text);
    return known === undefined || known === text ? "there" : "differs";
  }
}
