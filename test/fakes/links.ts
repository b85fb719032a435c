// Links in memory: which account is whose, with the same answers as the record in D1 gives.
import type { Account } from "../../src/domain/access.ts";
import { claimOf, type Link, type Linked, type LinkNote, type LinkPlace } from "../../src/domain/identity.ts";
import type { PersonKey } from "../../src/domain/person.ts";
import type { LinkOrder, LinkPage, LinksOf } from "../../src/ports.ts";
import { freeze } from "./freeze.ts";

const keyOf = ({ person, realm, flow }: LinkPlace): string => JSON.stringify([person, realm, flow]);
const inOrder = (a: Link, b: Link): number =>
  [a.person, a.realm, a.flow].map((part, i) => compare(part, [b.person, b.realm, b.flow][i] ?? "")).find(Boolean) ?? 0;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The account, whoever has it and however it is written. */
const claimKeyOf = (realm: string, account: Account): string => JSON.stringify([realm, claimOf(account)]);

export class Links {
  readonly #kept = new Map<string, Link>();
  /** The keys of those of each person, and of each account: storms ask for both with every snapshot. */
  readonly #byPerson = new Map<string, Set<string>>();
  readonly #byClaim = new Map<string, Set<string>>();
  readonly #carriedOut = new Set<string>();

  all = (): readonly Link[] => [...this.#kept.values()].sort(inOrder);

  linked = (person: PersonKey, seek: { realm: string; account: { id: string } | null } | null): Linked => ({
    own: this.#those(this.#byPerson.get(person))
      .filter(({ realm }) => realm === seek?.realm)
      .sort(inOrder),
    taken: seek?.account != null && this.#isTaken(person, seek.realm, seek.account.id),
  });

  /** Is what was found somebody else's by now? */
  refuses = (note: LinkNote | null): boolean =>
    note?.kind === "found" && this.#isTaken(note.link.person, note.link.realm, note.link.account.id);

  note(note: LinkNote | null): void {
    if (note?.kind === "found" && !this.#kept.has(keyOf(note.link))) this.#keep(note.link);
    const known = note?.kind === "told" ? this.#kept.get(keyOf(note.place)) : undefined;
    if (note?.kind === "told" && known !== undefined) this.#keep({ ...known, told: note.told });
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
      this.#drop(keyOf({ person, realm, flow }));
      if (account !== null) this.#keep({ person, realm, flow, account, source, address: null, by, at, told: null });
    }
    return "placed";
  }

  #those = (keys: ReadonlySet<string> | undefined): Link[] =>
    [...(keys ?? [])].flatMap((key) => this.#kept.get(key) ?? []);

  #isTaken = (person: PersonKey, realm: string, id: string): boolean =>
    this.#those(this.#byClaim.get(claimKeyOf(realm, { id, label: id }))).some((link) => link.person !== person);

  #keep(link: Link): void {
    const key = keyOf(link);
    this.#drop(key);
    this.#kept.set(key, freeze(link));
    for (const [index, of] of this.#indexes(link)) index.set(of, (index.get(of) ?? new Set<string>()).add(key));
  }

  #drop(key: string): void {
    const link = this.#kept.get(key);
    if (link === undefined) return;
    this.#kept.delete(key);
    for (const [index, of] of this.#indexes(link)) index.get(of)?.delete(key);
  }

  #indexes = ({ person, realm, account }: Link): readonly [Map<string, Set<string>>, string][] => [
    [this.#byPerson, person],
    [this.#byClaim, claimKeyOf(realm, account)],
  ];
}
