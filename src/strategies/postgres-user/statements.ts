// Every SQL text about logins that Sym says to a server. A login's own name is small letters, digits and _; names of others
// are spoken as the server's catalogue lists them, and quoted. Never holds a password, only what can check one.
import { HERE, quoted, tooPowerful } from "../postgres/names.ts";

/**
 * Whatever bears the name of the login ($1) or its mark ($2), of which there is at most one each: it may have been renamed.
 * `roles`: the memberships that are Sym's to take; from PostgreSQL 16 on each grantor's is one of its own.
 */
export const LOOK = `
with ${HERE}
select
  here.per_grantor,
  login.oid::text as oid,
  login.rolname::text as name,
  coalesce(shobj_description(login.oid, 'pg_authid') = $2, false) as is_ours,
  login.rolcanlogin as can_log_in,
  case when isfinite(login.rolvaliduntil) then (extract(epoch from login.rolvaliduntil) * 1000)::bigint::text end as valid_until,
  login.rolsuper or login.rolcreaterole or login.rolcreatedb or login.rolreplication or login.rolbypassrls as is_raised,
  array_to_json(array(
    select role.rolname::text
    from pg_auth_members m join pg_roles role on role.oid = m.roleid
    where m.member = login.oid and case when here.per_grantor then m.grantor = here.us else not role.rolsuper end
  ))::text as roles,
  (select count(*)::int from pg_stat_activity where usesysid = login.oid) as sessions
from here join pg_roles login
  on login.rolname::text = $1 or login.oid in (
    select objoid from pg_shdescription where classoid = 'pg_authid'::regclass and description = $2
  )`;

/** Of each role that a login is to be a member of ($1, a list in JSON): is it there, and may it be handed out? */
export const ROLES = `
select
  wanted.name,
  role.oid is not null as is_there,
  coalesce(${tooPowerful("role.oid")}, false) as is_too_powerful
from jsonb_array_elements_text($1::text::jsonb) as wanted(name)
left join pg_roles role on role.rolname::text = wanted.name`;

/** How many objects and rights, in any database, keep a role ($1) from being dropped. */
export const DEPENDENTS = `
select count(*)::int as dependents
from pg_shdepend where refclassid = 'pg_authid'::regclass and refobjid = $1::oid`;

/**
 * How much of what a role ($1) owns here could do something with the rights of its next owner. Tables, sequences, schemas and large
 * objects are only data, unless rules or expressions hang on a table; whatever else there may be counts.
 */
export const ACTING = `
select count(*)::int as acting
from pg_shdepend d
left join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid
where d.refclassid = 'pg_authid'::regclass and d.refobjid = $1::oid and d.deptype = 'o'
  and d.dbid in (0, (select oid from pg_database where datname = current_database()))
  and d.classid not in ('pg_namespace'::regclass, 'pg_largeobject'::regclass)
  and (c.relkind in ('r', 'p', 'S') and not c.relhasrules and not exists (
    select from pg_index i where i.indrelid = c.oid and (i.indexprs is not null or i.indpred is not null)
  )) is not true`;

/** What Sym's own login may do: about the roles ($1, a list in JSON) and about whoever owns what people made ($2, or empty). */
export const RIGHTS = `
with us as (
  select rolcreaterole or rolsuper as may_make, current_setting('server_version_num')::int >= 160000 as per_grantor
  from pg_roles where rolname = current_user
)
select
  us.may_make,
  (
    select coalesce(bool_and(role.oid is not null), true)
    from jsonb_array_elements_text($1::text::jsonb) as wanted(name) left join pg_roles role on role.rolname::text = wanted.name
  ) as roles_exist,
  (
    select coalesce(bool_and(pg_has_role(current_user, role.oid, 'member with admin option')), true) or not us.per_grantor
    from jsonb_array_elements_text($1::text::jsonb) as wanted(name) join pg_roles role on role.rolname::text = wanted.name
  ) as may_administer,
  $2 = '' or exists (select from pg_roles o where o.rolname::text = $2 and pg_has_role(current_user, o.oid, 'member')) as may_hand_over
from us`;

/** Enough for people with their programs, and too few to leave the server none for the end. */
const CONNECTIONS = 20;

/** Without a password: nobody can sign in until one is set. */
export const made = (login: string, mark: string, until: number | undefined): readonly string[] => [
  `create role ${quoted(login)} login password null connection limit ${CONNECTIONS} valid until ${instant(until)}`,
  `comment on role ${quoted(login)} is ${literal(mark)}`,
];

/** A login that was kept disabled: what could sign in before cannot any more. */
export const enabled = (login: string, until: number | undefined): string =>
  `alter role ${quoted(login)} login password null valid until ${instant(until)}`;

export const validUntil = (login: string, until: number | undefined): string =>
  `alter role ${quoted(login)} valid until ${instant(until)}`;

/** `verifier`: as `scramVerifier` makes it. */
export const withPassword = (login: string, verifier: string): string =>
  `alter role ${quoted(login)} password ${literal(verifier)}`;

export const disabled = (login: string): string =>
  `alter role ${quoted(login)} nologin password null valid until '-infinity'`;

/**
 * The same over what the login's own sessions have locked: each is told to end, and before one could be opened anew this waits in
 * line behind them. One text, so that nothing comes in between. `oid`: of the login.
 */
export const disabledOver = (login: string, oid: string): string =>
  [
    ...becoming(login),
    `select pg_terminate_backend(pid) from pg_stat_activity where usesysid = ${literal(oid)}::oid and pid <> pg_backend_pid()`,
    ...noLonger(login),
    disabled(login),
  ].join(";\n");

export const dropped = (login: string): string => `drop role ${quoted(login)}`;

/** As the login itself, which may always end its own sessions; a right to end those of others is not needed. */
export const becoming = (login: string): readonly string[] => [
  `grant ${quoted(login)} to current_user`,
  `set local role ${quoted(login)}`,
];
/** Tells every session of a login ($1) to end, and waits for each of them for at most a second. */
export const END_SESSIONS = `
select pg_terminate_backend(pid, 1000)
from pg_stat_activity where usesysid = $1::oid and pid <> pg_backend_pid()`;
export const noLonger = (login: string): readonly string[] => [
  "reset role",
  `revoke ${quoted(login)} from current_user`,
];

/** What a login owns in this database becomes another role's, as that role, which for the moment is a member of the login. */
export const handedOver = (login: string, owner: string): readonly string[] => [
  `grant ${quoted(login)} to ${quoted(owner)}`,
  `set local role ${quoted(owner)}`,
  `reassign owned by ${quoted(login)} to ${quoted(owner)}`,
  "reset role",
  `revoke ${quoted(login)} from ${quoted(owner)}`,
];

const instant = (until: number | undefined): string =>
  until === undefined ? "'infinity'" : literal(new Date(until).toISOString());

/** Only texts of ours are spoken so: none holds a quotation mark or a backslash. */
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
