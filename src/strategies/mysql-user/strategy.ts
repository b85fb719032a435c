// A temporary login at MariaDB with the role that its Target names: made at the grant, without a password, and put out and dropped at
// the end. Each call is one connection, closed at its end. Never takes over a login that it did not make.
import type { CredentialLine, Strategy, StrategyCall, StrategyContext } from "../../ports.ts";
import type { Connect } from "../driver-socket.ts";
import { accountFor } from "../login-name.ts";
import { checkRights as checkRole } from "../mysql/membership.ts";
import { type Session, withSession } from "../mysql/session.ts";
import { newPassword } from "../new-password.ts";
import { publishedLimits, settingsOf } from "../settings.ts";
import { checkRights, give, isOthers, isThere, look, setPassword, take, type Wanted } from "./login.ts";
import { markOf, slotOf, TYPE } from "./naming.ts";
import { settings, type UserTarget } from "./settings.ts";
import { verifierOf } from "./verifier.ts";

export type { MysqlUserSettings } from "./settings.ts";

const LEVEL = "login";
const NEEDS =
  "CREATE USER, PROCESS, CONNECTION ADMIN, ADMIN OPTION on the role, and the columns of the server's tables that the documentation lists";

/** `connect`: how a TCP connection is opened; by default with `cloudflare:sockets`, which only workerd has. */
export function mysqlUser(connect?: Connect): Strategy {
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
    type: TYPE,
    levels: [LEVEL],
    settings,
    onlyOurs: true,
    outlives: () => "what the person made, which belongs to nobody there",
    realm: (given) => `mysql_user ${settingsOf(settings, given).cluster}`,
    slot: (given, account) => slotOf(settingsOf(settings, given), account.id),
    secrets: (given) => [settingsOf(settings, given).url],
    limits: (given) => {
      const { cluster, limits } = settingsOf(settings, given);
      return publishedLimits(cluster, limits);
    },
    identify: async (given, person) => {
      const { prefix, role, emailDomain } = settingsOf(settings, given);
      return accountFor({ prefix, roles: [role], emailDomain }, person);
    },
    check: (given, context) =>
      session(given, context, async (open) => {
        const { role, host } = settingsOf(settings, given);
        await checkRole(open, { role, user: role, host }, { endSessions: true });
        await checkRights(open);
      }),
    grant: (call, context) => session(call.settings, context, (open) => give(open, wantedOf(call))),
    async credential(call, context) {
      const wanted = wantedOf(call);
      const password = newPassword(context.random);
      const verifier = await verifierOf(password);
      await session(call.settings, context, (open) => setPassword(open, wanted, verifier));
      return linesOf(settingsOf(settings, call.settings), wanted.user, password);
    },
    revoke: (call, context) => session(call.settings, context, (open) => take(open, wantedOf(call))),
    inspect: (call, context) =>
      session(call.settings, context, async (open) => {
        const wanted = wantedOf(call);
        const found = await look(open, wanted);
        return {
          level: (await isThere(open, wanted, found)) ? LEVEL : null,
          inherited: found.some(isOthers) ? "a login of this name that Sym did not make" : null,
          ids: {},
        };
      }),
  };
}

function wantedOf({ settings: given, account }: StrategyCall): Wanted {
  const target = settingsOf(settings, given);
  const slot = slotOf(target, account.id);
  const [, user = ""] = slot;
  return { user, host: target.host, mark: markOf(slot), role: target.role, requireTls: target.requireTls };
}

function linesOf(
  { address, role, requireTls }: UserTarget,
  login: string,
  password: string,
): readonly CredentialLine[] {
  const { host, port, database } = address;
  const options = [
    `--host=${host}`,
    `--port=${port}`,
    `--user=${login}`,
    ...(requireTls ? ["--ssl-verify-server-cert"] : []),
    "--password",
    `--init-command="set role '${role}'"`,
  ];
  return [
    { label: "Host", value: host },
    { label: "Port", value: String(port) },
    { label: "Database", value: database },
    { label: "User", value: login },
    { label: "Password", value: password },
    { label: "To say first, in a program of your own", value: `set role '${role}'` },
    // Without the password: a command line is kept in a history and seen by whoever lists processes.
    { label: "In a terminal, which then asks for the password", value: `mariadb ${options.join(" ")} ${database}` },
  ];
}
