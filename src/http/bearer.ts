// Does whoever asks hold the token? Compared by hash and without a way out in the middle, so that the time it takes says
// nothing about how much of it was right.

import type { TokenAction, TokenShown } from "../ports.ts";

const digest = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));

/** `token` null: nobody does. */
export async function holdsToken(request: Request, token: string | null): Promise<boolean> {
  const given = /^Bearer ([\x21-\x7e]{1,512})$/.exec(request.headers.get("authorization") ?? "")?.[1];
  if (token === null || given === undefined) return false;
  const [theirs, ours] = await Promise.all([digest(given), digest(token)]);
  let different = 0;
  for (const [index, byte] of ours.entries()) different |= byte ^ (theirs[index] ?? 0);
  return different === 0;
}

/** The same, and told to the audit trail. Whoever shows nothing at all is nobody, and not told of. */
export async function showsToken(
  request: Request,
  { token, shown }: { readonly token: string | null; readonly shown: TokenShown },
  action: TokenAction,
): Promise<boolean> {
  if (!request.headers.has("authorization")) return false;
  const isRight = await holdsToken(request, token);
  shown(action, isRight);
  return isRight;
}
