// Which names a role can have, how they are spoken in SQL, and which roles no Flow may ever hand out. Never cuts a name short
// or makes another of it.

/** PostgreSQL cuts names after 63 bytes; a longer one would silently mean another role. */
const MAX_NAME_BYTES = 63;

/** Can a role have this name at all? */
export const isRoleName = (name: string): boolean =>
  name !== "" && name.isWellFormed() && !name.includes("\0") && new TextEncoder().encode(name).length <= MAX_NAME_BYTES;

/** A delimited identifier: only the quotation mark itself means anything inside it, and is doubled. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Two names as the server's own catalogue lists them now, and whether it keeps memberships per grantor. */
export interface Listed {
  readonly roleName: string;
  readonly loginName: string;
  readonly perGrantor: boolean;
}

export function membership(verb: "grant" | "revoke", { roleName, loginName, perGrantor }: Listed): string {
  const grantor = perGrantor ? " granted by current_user" : "";
  const [role, login] = [quoted(roleName), quoted(loginName)];
  return verb === "grant" ? `grant ${role} to ${login}${grantor}` : `revoke ${role} from ${login}${grantor}`;
}

/** One row about the server: does it keep memberships per grantor (PostgreSQL 16 on), and who are we? */
export const HERE = `here as (
  select
    current_setting('server_version_num')::int >= 160000 as per_grantor,
    (select oid from pg_roles where rolname = current_user) as us
)`;

/** Whether a role (an expression for its oid) is, or can become, one that reaches beyond the data. */
export const tooPowerful = (oid: string): string => `exists (
    select from pg_roles power
    where pg_has_role(${oid}, power.oid, 'member') and (
      power.rolsuper or power.rolcreaterole or power.rolreplication
      or power.rolname in ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files', 'pg_create_subscription')
    )
  )`;
