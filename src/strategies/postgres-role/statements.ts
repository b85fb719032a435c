// Every SQL text that Sym says to a server. Names reach SQL only as parameters, or quoted after the server itself has listed
// them. Never builds a statement from what a Flow, a form or a person says.
import { HERE, tooPowerful } from "../postgres/names.ts";

/**
 * Who is meant, and what is there: one row for each pair of a role and a login that fit, by name ($1, $3) or by the ids
 * learnt before the first add ($2, $4, empty where there are none); nulls where nothing fits. From PostgreSQL 16 on each
 * grantor's membership is one of its own, and only ours counts as ours.
 */
export const LOOK = `
with ${HERE}
select
  here.per_grantor,
  role.oid::text as role_oid,
  role.rolname::text as role_name,
  login.oid::text as login_oid,
  login.rolname::text as login_name,
  exists (
    select from pg_auth_members m
    where m.roleid = role.oid and m.member = login.oid and (m.grantor = here.us or not here.per_grantor)
  ) as ours,
  exists (
    select from pg_auth_members m
    where m.roleid = role.oid and m.member = login.oid and m.grantor <> here.us and here.per_grantor
  ) as by_others,
  exists (
    select from pg_auth_members m
    where m.member = login.oid and m.roleid <> role.oid and pg_has_role(m.roleid, role.oid, 'member')
  ) as through_others,
  coalesce(login.rolsuper, false) as login_is_superuser,
  coalesce(login.rolcanlogin, false) as login_can_log_in,
  coalesce(login.oid = here.us, false) as login_is_us,
  ${tooPowerful("role.oid")} as role_is_too_powerful
from here
left join pg_roles role on role.rolname::text = $1 or role.oid::text = $2
left join pg_roles login on login.rolname::text = $3 or login.oid::text = $4`;

/** More than this is not read: who is not in it, nobody could tell. */
export const MEMBERS_MAX = 10_000;

/** Everybody who is a member of the role ($1) itself, each once, with nulls where it has none; nothing where there is no such role. */
export const MEMBERS = `
with ${HERE}
select
  role.oid::text as role_oid,
  login.oid::text as login_oid,
  login.rolname::text as login_name,
  coalesce(login.rolcanlogin, false) as login_can_log_in,
  coalesce(login.oid = here.us, false) as login_is_us,
  coalesce(bool_or(m.grantor = here.us or not here.per_grantor), false) as ours
from here
join pg_roles role on role.rolname::text = $1
left join pg_auth_members m on m.roleid = role.oid
left join pg_roles login on login.oid = m.member
group by role.oid, login.oid, login.rolname, login.rolcanlogin, here.us
limit ${MEMBERS_MAX + 1}`;

/** What Sym's own login may do about a role ($1). */
export const RIGHTS = `
select
  role.oid is not null as role_exists,
  coalesce(pg_has_role(current_user, role.oid, 'member with admin option'), false) as may_administer,
  pg_has_role(current_user, 'pg_signal_backend', 'member') as may_end_sessions
from (select 1) as here left join pg_roles role on role.rolname::text = $1`;

/** Tells the sessions of a login ($1) to end, if it reaches a role ($2) in no way any more. */
export const END_SESSIONS = `
select pg_terminate_backend(pid)
from pg_stat_activity
where usesysid = $1::oid and pid <> pg_backend_pid()
  and not pg_has_role($1::oid, $2::oid, 'member')`;
