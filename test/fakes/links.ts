// Links in memory: which account is whose, with the same answers as the record in D1 gives.
import { claimOf, type Link, type Linked, type LinkNote, type LinkPlace } from "../../src/domain/identity.ts";
import type { PersonKey } from "../../src/domain/person.ts";
import type { LinkOrder, LinkPage, LinksOf } from "../../src/ports.ts";
import { freeze } from "./freeze.ts";

const keyOf = ({ person, realm, flow }: LinkPlace): string => JSON.stringify([person, realm, flow]);
const inOrder = (a: Link, b: Link): number =>
  [a.person, a.realm, a.flow].map((part, i) => compare(part, [b.person, b.realm, b.flow][i] ?? "")).find(Boolean) ?? 0;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export class Links {
  readonly #kept = new Map<string, Link>();
  readonly #carriedOut = new Set<string>();

  all = (): readonly Link[] => [...this.#kept.values()].sort(inOrder);

  linked = (person: PersonKey, seek: { realm: string; account: { id: string } | null } | null): Linked => ({
    own: this.all().filter((link) => link.person === person && link.realm === seek?.realm),
    taken: seek?.account != null && this.#isTaken(person, seek.realm, seek.account.id),
  });

  /** Is what was found somebody else's by now? */
  refuses = (note: LinkNote | null): boolean =>
    note?.kind === "found" && this.#isTaken(note.link.person, note.link.realm, note.link.account.id);

  note(note: LinkNote | null): void {
    if (note?.kind === "found" && !this.#kept.has(keyOf(note.link)))
      this.#kept.set(keyOf(note.link), freeze(note.link));
    const known = note?.kind === "told" ? this.#kept.get(keyOf(note.place)) : undefined;
    if (note?.kind === "told" && known !== undefined)
      this.#kept.set(keyOf(known), freeze({ ...known, told: note.told }));
  }

  page(of: LinksOf, offset: number, limit: number): LinkPage {
    const found = this.all().filter((link) => {
      if (of.kind === "person") return link.person === of.person;
      return of.kind === "everybody" || (link.realm === of.realm && claimOf(link.account) === claimOf(of.account));
    });
    return { links: found.slice(offset, offset + limit), total: found.length };
  }

  relink({ id, by, at, source, changes }: LinkOrder): "placed" | "known" | "conflict" {
    if (this.#carriedOut.has(id)) return "known";
    if (changes.some((change) => this.#kept.get(keyOf(change))?.account.id !== change.before?.id)) return "conflict";
    this.#carriedOut.add(id);
    for (const { person, realm, flow, after: account } of changes) {
      if (account === null) this.#kept.delete(keyOf({ person, realm, flow }));
      else {
        const link: Link = { person, realm, flow, account, source, address: null, by, at, told: null };
        this.#kept.set(keyOf(link), freeze(link));
      }
    }
    return "placed";
  }

  #isTaken(person: PersonKey, realm: string, id: string): boolean {
    const claim = claimOf({ id, label: id });
    return this.all().some((link) => link.person !== person && link.realm === realm && claimOf(link.account) === claim);
  }
}
