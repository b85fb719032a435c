// What a run was like: a hash that tells two runs apart at the first difference, and lines for people to read. Neither has a
// say in what happens.
import type { Mishap } from "../world/points.ts";
import type { Step } from "./history.ts";

export interface Tracer {
  point(at: number, name: string, place: string | null, of: string, mishap: Mishap | null): void;
  step(at: number, step: Step): void;
}

const hashes = new Map<string, number>();

function hashOfText(text: string): number {
  const known = hashes.get(text);
  if (known !== undefined) return known;
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  if (hashes.size < 10_000) hashes.set(text, hash);
  return hash;
}

/** 52 bits over everything that happened, in order. */
export function traceHash() {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  const mix = (value: number): void => {
    high = Math.imul(high ^ value, 2_654_435_761);
    low = Math.imul(low ^ value, 1_597_334_677);
    high = (high << 13) | (high >>> 19);
    low = (low << 17) | (low >>> 15);
  };
  return {
    add(now: number, what: string, mishap: Mishap | null): void {
      mix(now % 4_294_967_296);
      mix(hashOfText(what));
      if (mishap !== null) mix(hashOfText(mishap.kind ?? "") + mishap.ms);
    },
    value: (): number => (high >>> 0) * 0x100000 + ((low >>> 0) & 0xfffff),
  };
}

export const clockTime = (ms: number): string => {
  const [hours, minutes, seconds] = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1_000) % 60].map(Math.floor);
  const two = (part: number | undefined): string => String(part ?? 0).padStart(2, "0");
  return `${two(hours)}:${two(minutes)}:${two(seconds)}.${String(ms % 1_000).padStart(3, "0")}`;
};

/** Lines as they come. */
export const tracerTo = (say: (line: string) => void): Tracer => ({
  point: (at, name, place, of, mishap) =>
    say(`${clockTime(at)}  ${name}${place ? ` at ${place}` : ""}  [${of}]${mishap ? `  ${sayMishap(mishap)}` : ""}`),
  step: (at, step) => say(`${clockTime(at)}  ${sayStep(step)}`),
});

export const sayMishap = ({ kind, ms }: Mishap): string => `!! ${kind}${ms > 0 ? ` ${clockTime(ms)}` : ""}`;

export function sayStep({ at: _, do: what, ...rest }: Step): string {
  const details = Object.entries(rest).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `-- ${what} ${details.join(" ")}`.trimEnd();
}
