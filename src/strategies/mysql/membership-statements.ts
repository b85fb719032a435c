// What is asked of a server about an account, a role and the one in the other, and the two changes to that. Names reach a question as hexadecimal digits only, and a change
// after the server has listed them. Never reads a column that holds a password.
import { type AccountName, account, hexOf, quoted } from "./names.ts";
import type { Kind } from "./session.ts";

/** The role and the account as they are asked for. */
export interface Slot extends AccountName {
  readonly role: string;
}

interface Catalogue {
  /** Who is a member of what. */
  readonly members: string;
  /** The host of a role, where it is itself a member. */
  readonly hostOfRoles: string;
  /** Conditions on a row of `mysql.user`. To MySQL every account may be a role, and every role an account. */
  readonly isRole: string;
  readonly isAccount: string;
  /** Whose roles are everybody's, as a condition on a row of `members`. */
  readonly isEverybody: string;
  /** The list of roles that everybody has, where there is one. */
  readonly mandatory: string;
  /** Rights over the whole server that are kept elsewhere than in `mysql.user`: any of them is too much. */
  readonly isRaised: string;
  /** One right of our own, as a condition on a row of `information_schema.user_privileges`. */
  readonly mayEnd: string;
  readonly mayAdministerAll: string;
}

const CATALOGUES: Readonly<Record<Kind, Catalogue>> = {
  mariadb: {
    members: "select User, Host, Role, Admin_option from mysql.roles_mapping",
    hostOfRoles: "''",
    isRole: "u.is_role = 'Y'",
    isAccount: "u.is_role = 'N'",
    isEverybody: "m.user = 'PUBLIC' and m.host = ''",
    mandatory: "''",
    isRaised: "false",
    mayEnd: "privilege_type in ('CONNECTION ADMIN', 'SUPER')",
    mayAdministerAll: "false",
  },
  mysql: {
    members: "select TO_USER, TO_HOST, FROM_USER, WITH_ADMIN_OPTION from mysql.role_edges where FROM_HOST = '%'",
    hostOfRoles: "'%'",
    isRole: "u.Host = '%'",
    isAccount: "true",
    isEverybody: "false",
    mandatory: "@@global.mandatory_roles",
    isRaised:
      "exists (select 1 from mysql.global_grants g where g.USER in (select role from reached) and g.HOST = '%')",
    mayEnd: "privilege_type in ('CONNECTION_ADMIN', 'SUPER')",
    mayAdministerAll: "privilege_type in ('ROLE_ADMIN', 'SUPER')",
  },
};

/** Rights over the whole server with which anything can be had in the end. */
const POWERS = [
  ...["Insert_priv", "Update_priv", "Delete_priv", "Create_priv", "Drop_priv", "Alter_priv", "Reload_priv"],
  ...["Shutdown_priv", "File_priv", "Grant_priv", "Super_priv", "Create_user_priv", "Create_routine_priv"],
  ...["Alter_routine_priv", "Trigger_priv", "Event_priv", "Repl_slave_priv"],
].join(", ");
/** The same within the server's own database. */
const OWN_DATABASE = [
  ...["Insert_priv", "Update_priv", "Delete_priv", "Create_priv", "Drop_priv", "Alter_priv", "Grant_priv"],
  ...["Create_routine_priv", "Alter_routine_priv", "Trigger_priv", "Event_priv"],
].join(", ");

const is = (column: string, name: string): string => `hex(${column}) = '${hexOf(name)}'`;

/**
 * One row: who is meant and what is there. `reached`: the role and whatever it is a member of in turn; `others`: what the account
 * reaches without the membership in question.
 */
export function look(kind: Kind, { role, user, host }: Slot): string {
  const server = CATALOGUES[kind];
  const isThis = `${is("m.user", user)} and ${is("m.host", host)} and ${is("m.role", role)}`;
  return `
with recursive
members (user, host, role, admin) as (${server.members}),
others (role) as (
  select m.role from members m
  where (${is("m.user", user)} and ${is("m.host", host)} and not ${is("m.role", role)}) or ${server.isEverybody}
  union
  select m.role from members m join others o on m.user = o.role and m.host = ${server.hostOfRoles}
),
reached (role) as (
  select u.User from mysql.user u where ${server.isRole} and ${is("u.User", role)}
  union
  select m.role from members m join reached r on m.user = r.role and m.host = ${server.hostOfRoles}
)
select
  exists (select 1 from reached) as role_exists,
  exists (select 1 from mysql.user u where ${server.isAccount} and ${is("u.User", user)} and ${is("u.Host", host)}) as account_exists,
  exists (select 1 from mysql.user u where ${server.isAccount} and ${is("u.User", user)}) as name_is_known,
  exists (select 1 from members m where ${isThis}) as is_member,
  exists (select 1 from others o where ${is("o.role", role)}) as through_others,
  ${server.mandatory} as mandatory,
  ${is("current_user()", `${user}@${host}`)} as account_is_us,
  exists (
    select 1 from mysql.user u where ${is("u.User", user)} and ${is("u.Host", host)} and 'Y' in (u.Super_priv, u.Create_user_priv)
  ) as account_is_raised,
  exists (
    select 1 from mysql.user u
    where ${server.isRole} and u.User in (select role from reached) and 'Y' in (${POWERS})
  ) or exists (
    select 1 from mysql.db d
    where d.User in (select role from reached) and 'mysql' like d.Db and 'Y' in (${OWN_DATABASE})
  ) or exists (
    select 1 from mysql.tables_priv t
    where t.User in (select role from reached) and t.Db = 'mysql' and t.Table_priv not in ('', 'Select')
  ) or ${server.isRaised} as role_is_too_powerful`;
}

/** What Sym's own login may do about a role. */
export function rights(kind: Kind, role: string): string {
  const server = CATALOGUES[kind];
  const us = `concat(m.user, '@', m.host) = current_user()`;
  return `
with members (user, host, role, admin) as (${server.members})
select
  exists (select 1 from members m where ${us} and ${is("m.role", role)} and m.admin = 'Y')
    or exists (select 1 from information_schema.user_privileges where ${server.mayAdministerAll}) as may_administer,
  exists (select 1 from information_schema.user_privileges where privilege_type = 'PROCESS')
    and exists (select 1 from information_schema.user_privileges where ${server.mayEnd}) as may_end_sessions`;
}

export const granted = ({ role, user, host }: Slot): string => `grant ${quoted(role)} to ${account({ user, host })}`;
export const revoked = ({ role, user, host }: Slot): string => `revoke ${quoted(role)} from ${account({ user, host })}`;
