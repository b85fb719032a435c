// The second thought before a revoke-all: what it would end, counted. It carries the scope that was asked for.
import type { ModalView } from "slack-edge";
import * as z from "zod";
import type { RevokeScope } from "../../ports.ts";
import { joined, type Mrkdwn, mrkdwn } from "../words/escape.ts";
import { sayScope } from "../words/scope.ts";
import { section, words } from "./blocks.ts";

export const REVOKE_ALL_FORM = { callbackId: "revoke_all_form" } as const;

export interface RevokeAllCounts {
  /** Requests that nobody has decided yet. */
  readonly pending: number;
  /** Requests whose access is there, on its way, or being removed. */
  readonly open: number;
}

export function renderRevokeAllForm(scope: RevokeScope, { pending, open }: RevokeAllCounts): ModalView {
  const nothing = pending + open === 0;
  const everywhere = scope.kind === "target" ? mrkdwn`A Target of this name is meant in every Environment.` : null;
  const what = nothing
    ? mrkdwn`There is nothing to end at the moment: no request here is open.`
    : whatEnds(pending, open);
  return {
    type: "modal",
    callback_id: REVOKE_ALL_FORM.callbackId,
    title: words("Revoke all access", 24),
    submit: words(nothing ? "Revoke anyway" : "Revoke all", 24),
    close: words("Keep it", 24),
    private_metadata: JSON.stringify(scope),
    blocks: [
      section(joined([mrkdwn`This ends ${sayScope(scope)}.`, what, everywhere], "\n")),
      section(
        mrkdwn`It cannot be undone: whoever needs access again has to ask again. The operators' channel shows how much is verified gone.`,
      ),
    ],
  };
}

const whatEnds = (pending: number, open: number): Mrkdwn =>
  mrkdwn`*${open}* ${open === 1 ? "grant ends" : "grants end"} now, and *${pending}* waiting ${pending === 1 ? "request is" : "requests are"} cancelled.`;

const scopeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("everything") }),
  z.strictObject({ kind: z.literal("person"), userId: z.string().regex(/^[UW][A-Z0-9]+$/) }),
  z.strictObject({ kind: z.literal("target"), target: z.string() }),
]);
const revokeAllForm = z.object({ callback_id: z.literal(REVOKE_ALL_FORM.callbackId), private_metadata: z.string() });

/** The scope that was confirmed; null where the view is not this form. */
export function parseRevokeAllForm(view: unknown): RevokeScope | null {
  const read = revokeAllForm.safeParse(view);
  if (!read.success) return null;
  try {
    return scopeSchema.safeParse(JSON.parse(read.data.private_metadata)).data ?? null;
  } catch {
    return null;
  }
}
