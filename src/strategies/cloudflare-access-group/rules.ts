// Rules of an Access group: which of them name a person, and the list with one person more or less. Never reads, changes or drops a
// rule of any other kind: what Sym does not know goes back as it came.
import * as z from "zod";
import { lowerCase } from "../email-account.ts";

export const rule = z.record(z.string(), z.json());
export type Rule = z.output<typeof rule>;
type Rules = readonly Rule[];

const ofPerson = z.strictObject({ email: z.strictObject({ email: z.string() }) });
const ofDomain = z.looseObject({ email_domain: z.looseObject({ domain: z.string() }) });
const ofEveryone = z.looseObject({ everyone: z.looseObject({}) });

/** Whose rule this is; null where it is not of one person. */
function addressIn(one: Rule): string | null {
  const read = ofPerson.safeParse(one);
  return read.success ? lowerCase(read.data.email.email) : null;
}

const isOf = (one: Rule, address: string): boolean => addressIn(one) === address;

/** Each once. */
export const addressesIn = (rules: Rules): readonly string[] => [
  ...new Set(rules.map(addressIn).filter((address) => address !== null)),
];

export const names = (rules: Rules, address: string): boolean => rules.some((one) => isOf(one, address));

export const withPerson = (rules: Rules, address: string): Rules => [...rules, { email: { email: address } }];

export const withoutPerson = (rules: Rules, address: string): Rules => rules.filter((one) => !isOf(one, address));

/** In words, what lets the person in besides a rule of their own; null where Sym knows of nothing. */
export function alsoLetInBy(rules: Rules, address: string): string | null {
  if (rules.some((one) => ofEveryone.safeParse(one).success)) return "a rule of the group for everyone";
  const domain = address.slice(address.lastIndexOf("@") + 1);
  const isDomain = (one: Rule): boolean => {
    const read = ofDomain.safeParse(one);
    return read.success && lowerCase(read.data.email_domain.domain) === domain;
  };
  return rules.some(isDomain) ? "a rule of the group for everybody with this e-mail domain" : null;
}
