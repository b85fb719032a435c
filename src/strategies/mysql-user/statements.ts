// Every SQL text about logins that Sym says to a MariaDB server. A login's own name and its mark are small letters, digits and _; names
// of others are spoken as the server lists them. Never holds a password, only what can check one.
import { type AccountName, account, hexOf, quoted } from "../mysql/names.ts";

/** Has this account the mark? Whoever may hand the mark on is no login of ours: a maker of roles has each that it made. */
const isMarked = (mark: string): string => `exists (
    select 1 from mysql.roles_mapping m
    where m.User = u.User and m.Host = u.Host and m.Admin_option = 'N' and hex(m.Role) = '${hexOf(mark)}'
  )`;

/** Whatever has the name of the login or its mark: it may have been renamed. */
export const look = ({ user }: Pick<AccountName, "user">, mark: string): string => `
select
  u.User as user,
  u.Host as host,
  ${isMarked(mark)} as is_ours,
  (hex(u.User) = '${hexOf(user)}') as has_its_name,
  'Y' in (
    u.Insert_priv, u.Update_priv, u.Delete_priv, u.Create_priv, u.Drop_priv, u.Alter_priv, u.Reload_priv, u.Shutdown_priv,
    u.File_priv, u.Grant_priv, u.Super_priv, u.Create_user_priv
  ) as is_raised
from mysql.user u
where u.is_role = 'N' and (hex(u.User) = '${hexOf(user)}' or ${isMarked(mark)}) and concat(u.User, '@', u.Host) <> current_user()
limit 100`;

/** What Sym's own login may do. */
export const RIGHTS = `
select
  exists (select 1 from information_schema.user_privileges where privilege_type = 'CREATE USER') as may_make,
  exists (select 1 from information_schema.user_privileges where privilege_type = 'PROCESS')
    and exists (select 1 from information_schema.user_privileges where privilege_type in ('CONNECTION ADMIN', 'SUPER')) as may_end_sessions`;

/** Enough for people with their programs, and too few to leave the server none for the end. */
const CONNECTIONS = 20;

export const markMade = (mark: string): string => `create role if not exists ${quoted(mark)}`;

/**
 * Makes the login and marks it, in one statement: there is none without a mark. The server refuses it where a login of this name is
 * there already. `verifier`: of no password that anybody knows.
 */
export const made = (login: AccountName, mark: string, verifier: string): string =>
  `set statement sql_mode = 'STRICT_ALL_TABLES' for grant ${quoted(mark)} to ${withVerifier(login, verifier)}`;

export const opened = (login: AccountName, requireTls: boolean): string =>
  `alter user ${account(login)} require ${requireTls ? "ssl" : "none"} with max_user_connections ${CONNECTIONS} account unlock`;

export const withPassword = (login: AccountName, verifier: string): string =>
  `alter user ${withVerifier(login, verifier)}`;

const withVerifier = (login: AccountName, verifier: string): string =>
  `${account(login)} identified via mysql_native_password using '${verifier}'`;

export const locked = (login: AccountName): string => `alter user ${account(login)} account lock`;
export const dropped = (login: AccountName): string => `drop user if exists ${account(login)}`;
export const markDropped = (mark: string): string => `drop role if exists ${quoted(mark)}`;
