// The doctor's table: one line for each finding, what to do under it, and a closing line.
import { CROSS, DOUBT, TICK } from "../deploy/progress.ts";
import type { Finding } from "./finding.ts";

const MARK = { good: TICK, doubtful: DOUBT, refused: CROSS } as const;
const KIND_WIDTH = 10;
const WHAT_WIDTH = 34;

export const reportLines = ({ verdict, kind, what, use, advice }: Finding): string[] => [
  `  ${MARK[verdict]} ${kind.padEnd(KIND_WIDTH)} ${what.padEnd(WHAT_WIDTH)} ${use}`,
  ...advice.map((line) => `      ${line}`),
];

/** The last word. */
export function closingLine(findings: readonly Finding[]): string {
  const all = findings.length;
  const count = (verdict: Finding["verdict"]): number => findings.filter((one) => one.verdict === verdict).length;
  const refused = count("refused");
  const doubtful = count("doubtful");
  if (refused > 0)
    return `${refused} of ${all} will not work. Put ${refused === 1 ? "it" : "them"} right and run npm run doctor again.`;
  if (doubtful === 0) return `All ${all} are well.`;
  return `All ${all} will work; look at the ${doubtful === 1 ? "one that is" : `${doubtful} that are`} marked.`;
}
