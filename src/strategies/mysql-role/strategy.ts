// Membership of a role of MySQL or MariaDB, given and taken with GRANT and REVOKE under a login of Sym's own. Each call is one
// connection, closed at its end. Never hands out a role that reaches beyond the data.
import type { Strategy, StrategyCall, StrategyContext } from "../../ports.ts";
import type { Connect } from "../driver-socket.ts";
import { emailAccount } from "../email-account.ts";
import { add, checkRights, look, remove } from "../mysql/membership.ts";
import type { Slot } from "../mysql/membership-statements.ts";
import { type Session, withSession } from "../mysql/session.ts";
import { endSessions } from "../mysql/sessions.ts";
import { publishedLimits, settingsOf } from "../settings.ts";
import { settings } from "./settings.ts";

export type { MysqlRoleSettings } from "./settings.ts";

const LEVEL = "member";
const NEEDS =
  "ADMIN OPTION on the role, the columns of the server's tables that the documentation lists, and PROCESS and CONNECTION ADMIN where sessions are ended";

/** `connect`: how a TCP connection is opened; by default with `cloudflare:sockets`, which only workerd has. */
export function mysqlRole(connect?: Connect): Strategy {
  const session = async <T>(
    given: unknown,
    context: StrategyContext,
    work: (session: Session) => Promise<T>,
  ): Promise<T> => {
    const url = context.secret(settingsOf(settings, given).url);
    const opener = connect ?? (await import("cloudflare:sockets")).connect;
    return withSession({ connect: opener, url, signal: context.signal, needs: NEEDS }, work);
  };

  return {
    type: "mysql_role",
    levels: [LEVEL],
    settings,
    outlives: (given) =>
      settingsOf(settings, given).endSessions
        ? null
        : "a session in which the role is set, by hand or as the default role, keeps it until it ends",
    realm: (given) => {
      const { cluster, host } = settingsOf(settings, given);
      return `mysql ${cluster} ${host}`;
    },
    slot: (given, account) => {
      const { cluster, role, host } = settingsOf(settings, given);
      return [cluster, role, account.id, host];
    },
    secrets: (given) => [settingsOf(settings, given).url],
    limits: (given) => {
      const { cluster, limits } = settingsOf(settings, given);
      return publishedLimits(cluster, limits);
    },
    identify: (given, person) => emailAccount(settingsOf(settings, given), person.email),
    check: (given, context) =>
      session(given, context, (open) => {
        const target = settingsOf(settings, given);
        // Nobody's account: only the role is asked about.
        return checkRights(open, { role: target.role, user: target.role, host: target.host }, target);
      }),
    grant: (call, context) => session(call.settings, context, (open) => add(open, slotOf(call))),
    async revoke(call, context) {
      const target = settingsOf(settings, call.settings);
      await session(call.settings, context, async (open) => {
        const { inherited, hasItsName, isUs } = await remove(open, slotOf(call));
        // After the change: a session that comes back must not find the role again.
        if (target.endSessions && inherited === null && hasItsName && !isUs) await endSessions(open, call.account.id);
      });
    },
    inspect: (call, context) =>
      session(call.settings, context, async (open) => {
        const { isMember, inherited } = await look(open, slotOf(call));
        return { level: isMember ? LEVEL : null, inherited, ids: {} };
      }),
  };
}

function slotOf({ settings: given, account }: StrategyCall): Slot {
  const { role, host } = settingsOf(settings, given);
  return { role, user: account.id, host };
}
