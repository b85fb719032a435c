// Lengths of time as implementers write them and as people read them. Inside Sym a length is whole milliseconds.

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, mo: 30 * 86_400_000 } as const;

/** A length of time such as `30m`, `4h`, `1d` or `1mo` (30 days). */
export type DurationText = `${number}${keyof typeof UNIT_MS}`;

/** Milliseconds of a duration text, or null where the text is not one (zero, fractions and signs are not). */
export function parseDuration(text: string): number | null {
  const match = /^([1-9]\d{0,5})(s|mo|m|h|d)$/.exec(text);
  if (!match) return null;
  return Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
}

/** `5400000` -> `1 hour 30 minutes`; at most two units, rounded down to seconds. */
export function sayDuration(durationMs: number): string {
  let rest = Math.max(0, Math.floor(durationMs / 1_000));
  const parts: string[] = [];
  for (const [name, seconds] of [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
    ["second", 1],
  ] as const) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? "" : "s"}`);
  }
  return parts.slice(0, 2).join(" ") || "0 seconds";
}
