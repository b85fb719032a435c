// Comparisons of targets in memory, in words of their own: whose turn it is, what was found and what the operators have heard.
import type { Finding, Last } from "../../src/domain/drift-finding.ts";
import type { TakenPlace, UntoldFinding } from "../../src/ports.ts";
import { freeze } from "./freeze.ts";

interface Row {
  readonly dueAt: number;
  readonly finding: Finding | null;
  readonly news: string;
  readonly told: { readonly news: string; readonly at: number | null };
}

export class Places {
  readonly #rows = new Map<string, Row>();

  take(wanted: readonly string[], now: number, until: number): TakenPlace | null {
    const dueAt = (place: string): number => this.#rows.get(place)?.dueAt ?? 0;
    const due = [...wanted].filter((place) => dueAt(place) <= now);
    const [place] = due.sort((a, b) => dueAt(a) - dueAt(b) || (a < b ? -1 : 1));
    if (place === undefined) return null;
    const known = this.#rows.get(place) ?? { finding: null, news: "", told: { news: "", at: null } };
    this.#rows.set(place, { ...known, dueAt: until });
    return { place, last: this.last(place) };
  }

  last(place: string): Last | null {
    const row = this.#rows.get(place);
    if (row === undefined || row.finding === null) return null;
    return { finding: row.finding, toldAt: row.news === row.told.news ? row.told.at : null };
  }

  compared(place: string, finding: Finding, news: string, dueAt: number): void {
    const known = this.#rows.get(place);
    if (known) this.#rows.set(place, freeze({ ...known, finding, news, dueAt }));
  }

  untold(): readonly UntoldFinding[] {
    return [...this.#rows]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([place, { finding, news, told }]) =>
        finding === null || news === told.news ? [] : [{ place, news, finding }],
      );
  }

  told(place: string, news: string, at: number): void {
    const known = this.#rows.get(place);
    if (known?.news === news) this.#rows.set(place, { ...known, told: { news, at } });
  }

  isDue = (now: number): boolean =>
    this.untold().length > 0 || [...this.#rows.values()].some(({ dueAt }) => dueAt <= now);
}
