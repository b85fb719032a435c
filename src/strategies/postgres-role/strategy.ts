// Membership of a PostgreSQL role, given and taken with GRANT and REVOKE under a login of Sym's own. Each call is one
// connection, closed at its end. Never hands out a role that reaches beyond the database's data.
import type { Inspection, Strategy, StrategyCall, StrategyContext } from "../../ports.ts";
import type { Connect } from "../driver-socket.ts";
import { emailAccount } from "../email-account.ts";
import { withSession } from "../postgres/session.ts";
import { serverOf } from "../postgres/which-server.ts";
import { publishedLimits, settingsOf } from "../settings.ts";
import { membersOf } from "./members.ts";
import { add, look, named, type Pair, remove, type Slot } from "./membership.ts";
import { checkRights } from "./rights.ts";
import { settings } from "./settings.ts";
import { END_SESSIONS } from "./statements.ts";

export type { PostgresRoleSettings } from "./settings.ts";

const LEVEL = "member";
const NEEDS = "ADMIN OPTION on the role, and pg_signal_backend where sessions are ended";

/** `connect`: how a TCP connection is opened; by default with `cloudflare:sockets`, which only workerd has. */
export function postgresRole(connect?: Connect): Strategy {
  const session = async <T>(
    call: Pick<StrategyCall, "settings">,
    context: StrategyContext,
    work: Parameters<typeof withSession<T>>[1],
  ): Promise<T> => {
    const url = context.secret(settingsOf(settings, call.settings).url);
    const opener = connect ?? (await import("cloudflare:sockets")).connect;
    return withSession({ connect: opener, url, signal: context.signal, needs: NEEDS }, work);
  };

  return {
    type: "postgres_role",
    levels: [LEVEL],
    settings,
    bindable: ["role"],
    outlives: (given) =>
      settingsOf(settings, given).endSessions
        ? null
        : "a session that switched to the role with SET ROLE keeps it until it ends",
    realm: (given) => `postgres ${settingsOf(settings, given).cluster}`,
    slot: (given, account) => {
      const { cluster, role } = settingsOf(settings, given);
      return [cluster, role, account.id];
    },
    secrets: (given) => [settingsOf(settings, given).url],
    limits: (given) => {
      const { cluster, limits } = settingsOf(settings, given);
      return publishedLimits(cluster, limits);
    },
    identify: (given, person) => emailAccount(settingsOf(settings, given), person.email),
    check: (given, context) =>
      session({ settings: given }, context, ({ transaction }) =>
        transaction((inside) => checkRights(inside, settingsOf(settings, given))),
      ),
    grant: (call, context) =>
      session(call, context, ({ transaction }) => transaction((inside) => add(inside, slotOf(call)))),
    async revoke(call, context) {
      const { endSessions } = settingsOf(settings, call.settings);
      await session(call, context, async ({ transaction }) => {
        const left = await transaction((inside) => remove(inside, slotOf(call)));
        if (!endSessions) return;
        // After the commit: a session that comes back must not find the role again.
        for (const pair of left)
          await transaction((inside) => inside.read(END_SESSIONS, [pair.login_oid, pair.role_oid]));
      });
    },
    inspect: (call, context) =>
      session(call, context, ({ transaction }) =>
        transaction(async (inside) => {
          const slot = slotOf(call);
          return inspectionOf((await look(inside, slot)).pairs, slot, await serverOf(inside));
        }),
      ),
    list: (given, context) =>
      session({ settings: given }, context, ({ transaction }) =>
        transaction((inside) => membersOf(inside, settingsOf(settings, given).role, LEVEL)),
      ),
  };
}

const slotOf = (call: StrategyCall): Slot => ({
  role: settingsOf(settings, call.settings).role,
  login: call.account.id,
  ids: call.ids,
});

function inspectionOf(pairs: readonly Pair[], slot: Slot, server: string): Inspection {
  const pair = named(pairs, slot);
  return {
    level: pairs.some((found) => found.ours) ? LEVEL : null,
    inherited: inheritedOf(pairs),
    ids: pair ? { role: pair.role_oid, login: pair.login_oid, server } : {},
  };
}

/** Access that neither came from Sym nor ends with it, in words for the record. */
function inheritedOf(pairs: readonly Pair[]): string | null {
  if (pairs.some((pair) => pair.login_is_superuser)) return "is a superuser";
  if (pairs.some((pair) => pair.by_others)) return "granted by another role";
  return pairs.some((pair) => pair.through_others) ? "through another role" : null;
}
