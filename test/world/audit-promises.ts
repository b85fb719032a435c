// What must be true of the audit trail once a history is over: everything that was kept is in it, each digest covers what it
// says, the chain is one, and an export is whole in the eyes of the verifier, which shares no code with the engine.

import { canonicalText } from "../../scripts/audit/canonical-text.ts";
import { checkExport } from "../../scripts/audit/check-export.ts";
import { sha256Hex } from "../../src/domain/canonical.ts";
import type { FakeRecord } from "../fakes/record.ts";
import type { SimNotary } from "./notary.ts";
import type { SimWorld } from "./world.ts";

/** The record in memory as an export. */
export function exportOf(record: FakeRecord): string {
  const versions = new Map(record.versions().map((version) => [version.hash, version.flow]));
  const orders = new Map(record.placed().map((order) => [order.id, order]));
  const lines: unknown[] = [{ kind: "sym-audit", format: 1 }];
  let next = 0;
  const upTo = (to: number): void => {
    for (
      let digest = record.digests[next];
      digest !== undefined && digest.body.to <= to;
      digest = record.digests[next]
    ) {
      lines.push({ kind: "digest", digest: digest.body, hash: digest.hash, signature: digest.signature });
      next++;
    }
  };
  upTo(0);
  for (const { position, kind, ref, seq, hash } of record.lines) {
    if (kind === "version") lines.push({ kind, position, hash, flow: versions.get(ref) ?? null });
    if (kind === "event") {
      const { hash: _, ...event } = record.events(ref)[(seq ?? 0) - 1] ?? { hash };
      lines.push({ kind, position, hash, event });
    }
    if (kind === "entry") lines.push({ kind, position, hash, entry: record.entries.get(ref) ?? null });
    if (kind === "order") {
      const order = orders.get(ref);
      const scope = order?.kind === "revoke_all" ? JSON.stringify(order.scope) : null;
      lines.push({
        kind,
        position,
        hash,
        order: record.linkOrders.get(ref) ?? { id: ref, kind: order?.kind, by: order?.by, at: order?.at, scope },
      });
    }
    upTo(position);
  }
  lines.push({ kind: "end", position: record.lines.length, digests: record.digests.length });
  return lines.map((line) => `${canonicalText(JSON.parse(JSON.stringify(line)))}\n`).join("");
}

export const simSigned = ({ key }: SimNotary) => ({
  keys: [key],
  isSigned: (by: string, text: string, signature: string): boolean => signature === sha256Hex(`${by} ${text}`),
});

/** Broken promises as sentences. */
export function brokenTrail({ record, posted, notary, watch }: SimWorld): string[] {
  const broken: string[] = [];
  const inBucket = [...notary.bucket].filter(([, line]) => line.startsWith("{"));
  const digests = [...posted.map(({ line }) => line), ...inBucket.map(([, line]) => line)];
  const { verdict, why } = checkExport(exportOf(record), { ...simSigned(notary), digests });
  if (verdict !== "whole") broken.push(`I7: the audit trail is ${verdict}: ${why}`);
  const sent = {
    slack: new Set(posted.map(({ seq }) => seq)),
    archive: new Set(inBucket.map(([name]) => Number(name.slice("digests/".length, -".json".length)))),
  };
  for (const { home, seq: reached } of record.homes.values())
    for (let seq = 1; seq <= reached; seq++)
      if (!sent[home].has(seq)) broken.push(`I7: digest ${seq} was never sent to ${home}, and counts as sent`);
  const kept = [...record.entries.values()].filter(
    ({ actor, action }) => actor.kind === "person" && action !== "count_more",
  );
  if (watch.undisturbed && kept.length + record.onlyCounted !== watch.refusals)
    broken.push(`I7: ${watch.refusals} refusals, of which the trail has ${kept.length + record.onlyCounted}`);
  return broken;
}
