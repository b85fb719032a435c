// Membership of a group in an LDAP directory, given and taken by changing one value of the group under an account of Sym's own.
// Each call is one connection, closed at its end. Never changes anything of a group but the one member.
import type { Strategy, StrategyCall, StrategyContext } from "../../ports.ts";
import type { Connect } from "../driver-socket.ts";
import { emailAccount } from "../email-account.ts";
import { publishedLimits, settingsOf } from "../settings.ts";
import { canonicalDn } from "./distinguished-name.ts";
import type { Slot } from "./entries.ts";
import { add, look, remove } from "./membership.ts";
import { inheritedOf } from "./nested.ts";
import { checkRights } from "./rights.ts";
import { type Directory, withDirectory } from "./session.ts";
import { settings } from "./settings.ts";

export type { LdapGroupSettings } from "./settings.ts";

const LEVEL = "member";

/** `connect`: how a TCP connection is opened; by default with `cloudflare:sockets`, which only workerd has. */
export function ldapGroup(connect?: Connect): Strategy {
  const session = async <T>(
    given: unknown,
    context: StrategyContext,
    work: (directory: Directory) => Promise<T>,
  ): Promise<T> => {
    const read = settingsOf(settings, given);
    const password = context.secret(read.password);
    return withDirectory(connect ?? (await import("cloudflare:sockets")).connect, read, password, context, work);
  };

  return {
    type: "ldap_group",
    levels: [LEVEL],
    settings,
    outlives: () =>
      "sessions and tickets that were opened meanwhile because of the group, until they end by themselves",
    slot: (given, account) => {
      const { directory, group } = settingsOf(settings, given);
      return [directory, canonicalDn(group), account.id.toLowerCase()];
    },
    realm: (given) => {
      const { directory, match } = settingsOf(settings, given);
      return `ldap ${directory} ${match.toLowerCase()}`;
    },
    secrets: (given) => [settingsOf(settings, given).password],
    limits: (given) => {
      const { directory, limits } = settingsOf(settings, given);
      return publishedLimits(directory, limits);
    },
    identify: (given, person) => emailAccount(settingsOf(settings, given), person.email),
    check: (given, context) =>
      session(given, context, (directory) => checkRights(directory, { settings: settingsOf(settings, given) })),
    grant: (call, context) => session(call.settings, context, (directory) => add(directory, slotOf(call))),
    revoke: (call, context) => session(call.settings, context, (directory) => remove(directory, slotOf(call))),
    inspect: (call, context) =>
      session(call.settings, context, async (directory) => {
        const slot = slotOf(call);
        const { person, group, held } = await look(directory, slot);
        const both = person !== null && group !== null;
        return {
          level: held.length > 0 ? LEVEL : null,
          inherited: both ? await inheritedOf(directory, slot, person, group) : null,
          ids: both ? { person: person.id, value: person.value, group: group.id } : {},
        };
      }),
  };
}

const slotOf = (call: StrategyCall): Slot => ({
  settings: settingsOf(settings, call.settings),
  account: call.account.id,
  ids: call.ids,
});
