// A password that one person is shown once. Never keeps it.
import type { CredentialContext } from "../ports.ts";

const PASSWORD_BYTES = 24;

/** 192 random bits, and no letter that means anything in a URL, a shell or a file of passwords. */
export function newPassword(random: CredentialContext["random"]): string {
  const base64 = btoa(String.fromCharCode(...random(PASSWORD_BYTES)));
  return base64.replaceAll("+", "-").replaceAll("/", "_");
}
