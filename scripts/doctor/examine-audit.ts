// Can anybody but its operators rely on the audit trail? Reads wrangler.toml alone: whether a secret is really set, only a
// deployment looks.
import type { WranglerSettings } from "../deploy/project.ts";
import { type Finding, finding } from "./finding.ts";

const KEY = "AUDIT_SIGNING_KEY";
const BUCKET = "AUDIT";

export function examineAudit({
  requiredSecrets,
  buckets,
}: Pick<WranglerSettings, "requiredSecrets" | "buckets">): Finding[] {
  const unsigned = `Digests are signed only with the secret ${KEY}: npm run -s audit:key | npx wrangler secret put ${KEY}, and name it under [secrets] required.`;
  const unkept = `Digests go to Slack alone: bind an R2 bucket with a lock as ${BUCKET}; see docs/audit.md.`;
  return [
    finding({ kind: "audit", what: KEY, use: "signs digests" }, [], requiredSecrets.includes(KEY) ? [] : [unsigned]),
    finding(
      { kind: "audit", what: `bucket ${BUCKET}`, use: "keeps digests" },
      [],
      buckets.includes(BUCKET) ? [] : [unkept],
    ),
  ];
}
