// A temporary login at PostgreSQL, a member of the roles that its Target names: made at the grant, without a password, and put
// out and dropped at the end. Each call is one connection, closed at its end. Never takes over a login that it did not make.
import { NATIVE_EXPIRY_AFTER_MS } from "../../domain/native-expiry.ts";
import type { Inspection, Strategy, StrategyCall, StrategyContext } from "../../ports.ts";
import type { Connect } from "../driver-socket.ts";
import { accountFor, loginName } from "../login-name.ts";
import { newPassword } from "../new-password.ts";
import { type Session, withSession } from "../postgres/session.ts";
import { publishedLimits, settingsOf } from "../settings.ts";
import { give, isThere, type Login, look, take, type Wanted } from "./login.ts";
import { markOf, TYPE } from "./naming.ts";
import { checkRights } from "./rights.ts";
import { settings } from "./settings.ts";
import { linesOf, setPassword } from "./sign-in.ts";

export type { PostgresUserSettings } from "./settings.ts";

const LEVEL = "login";
const NEEDS = "CREATEROLE, ADMIN OPTION on the roles that it hands out, and to be a member of the role in ownedBy";

/** `connect`: how a TCP connection is opened; by default with `cloudflare:sockets`, which only workerd has. */
export function postgresUser(connect?: Connect): Strategy {
  const session = async <T>(
    call: Pick<StrategyCall, "settings">,
    context: StrategyContext,
    work: (session: Session) => Promise<T>,
  ): Promise<T> => {
    const url = context.secret(settingsOf(settings, call.settings).url);
    const opener = connect ?? (await import("cloudflare:sockets")).connect;
    return withSession({ connect: opener, url, signal: context.signal, needs: NEEDS }, work);
  };

  return {
    type: TYPE,
    levels: [LEVEL],
    settings,
    onlyOurs: true,
    nativeExpiry: true,
    outlives: (given) => {
      const { ownedBy } = settingsOf(settings, given);
      return ownedBy === undefined
        ? "what the person made, and with it their login, which nobody can use"
        : "what the person made, which belongs to another role then";
    },
    realm: (given) => `postgres_user ${settingsOf(settings, given).cluster}`,
    slot: (given, account) => {
      const target = settingsOf(settings, given);
      return [target.cluster, loginName(target, account.id)];
    },
    secrets: (given) => [settingsOf(settings, given).url],
    limits: (given) => {
      const { cluster, limits } = settingsOf(settings, given);
      return publishedLimits(cluster, limits);
    },
    identify: async (given, person) => accountFor(settingsOf(settings, given), person),
    check: (given, context) =>
      session({ settings: given }, context, ({ transaction }) =>
        transaction((inside) => checkRights(inside, settingsOf(settings, given))),
      ),
    grant: (call, context) =>
      session(call, context, ({ transaction }) => transaction((inside) => give(inside, wantedOf(call)))),
    async credential(call, context) {
      const wanted = wantedOf(call);
      const password = newPassword(context.random);
      await session(call, context, ({ transaction }) =>
        transaction((inside) => setPassword(inside, wanted, password, context.random)),
      );
      return linesOf(settingsOf(settings, call.settings), wanted.login, password);
    },
    revoke: (call, context) => session(call, context, (open) => take(open, wantedOf(call))),
    inspect: (call, context) =>
      session(call, context, ({ transaction }) =>
        transaction(async (inside) => inspectionOf(await look(inside, wantedOf(call)))),
      ),
  };
}

function wantedOf({ settings: given, account, until: end }: StrategyCall): Wanted {
  const target = settingsOf(settings, given);
  const login = loginName(target, account.id);
  const { roles, ownedBy } = target;
  const until = end === undefined ? undefined : end + NATIVE_EXPIRY_AFTER_MS;
  return { login, mark: markOf(target.cluster, login), roles, ownedBy, until };
}

function inspectionOf(found: readonly Login[]): Inspection {
  const others = found.some((one) => !one.is_ours);
  return {
    level: found.some(isThere) ? LEVEL : null,
    inherited: others ? "a login of this name that Sym did not make" : null,
    ids: {},
  };
}
