// What PostgreSQL itself says, asked from outside the playground over a connection of our own.
// Never changes anything in it.
import postgres from "postgres";

/** `role`: letters and underscores. The logins that are members of it, in alphabetical order. */
export async function membersOf(role: string, url: string): Promise<string[]> {
  const sql = postgres(url, { max: 1, prepare: false, fetch_types: false });
  try {
    // Without parameters: the embedded server has one session for everybody, in which a prepared statement may get lost.
    const rows = await sql.unsafe<{ login: string }[]>(`
      select member.rolname as login from pg_auth_members m
      join pg_roles role on role.oid = m.roleid join pg_roles member on member.oid = m.member
      where role.rolname = '${role}' order by login`);
    return rows.map(({ login }) => login);
  } finally {
    await sql.end();
  }
}
