// What `mysql_role` asks of MySQL 8, which no server here can answer: said to MariaDB with tables of MySQL's shape, to see that it is SQL
// and means what it should. That MySQL has these tables is from its manual alone.
import { expect, test } from "vitest";
import { look, rights } from "../../src/strategies/mysql/membership-statements.ts";
import { onMariadb } from "./on-mariadb.ts";

onMariadb("mysql_role", ({ root, meanwhile }) => {
  /** The variable is MySQL's own. */
  const asked = async (text: string): Promise<unknown> =>
    ((await root().query(text.replace("@@global.mandatory_roles", "'`team`@`%`'"))) as unknown as [unknown[]])[0][0];

  test("memberships, roles through roles, and what a role may do are read from MySQL's tables", async () => {
    await meanwhile(
      `create table mysql.role_edges (FROM_HOST char(60), FROM_USER char(32), TO_HOST char(60), TO_USER char(32), WITH_ADMIN_OPTION enum('N','Y'));
       create table mysql.global_grants (USER char(32), HOST char(60), PRIV char(32), WITH_GRANT_OPTION enum('N','Y'));
       create user m_role@'%', m_team@'%', m_ana@'%', m_ana@'10.%'`,
      "drop table mysql.role_edges, mysql.global_grants; drop user m_role@'%', m_team@'%', m_ana@'%', m_ana@'10.%'",
    );
    const slot = { role: "m_role", user: "m_ana", host: "%" };
    const see = (more: object = {}) => asked(look("mysql", { ...slot, ...more }));
    expect(await see()).toMatchObject({
      role_exists: 1,
      account_exists: 1,
      is_member: 0,
      through_others: 0,
      role_is_too_powerful: 0,
    });
    expect(await see({ host: "10.%" })).toMatchObject({ account_exists: 1 });
    expect(await see({ host: "11.%", role: "m_none" })).toMatchObject({
      account_exists: 0,
      name_is_known: 1,
      role_exists: 0,
    });
    await root().query(
      "insert into mysql.role_edges values ('%', 'm_role', '%', 'm_ana', 'N'), ('10.%', 'm_role', '%', 'm_ana', 'N')",
    );
    expect(await see()).toMatchObject({ is_member: 1, through_others: 0 });
    expect(await see({ host: "10.%" })).toMatchObject({ is_member: 0 });
    await root().query(
      "insert into mysql.role_edges values ('%', 'm_team', '%', 'm_ana', 'N'), ('%', 'm_role', '%', 'm_team', 'N')",
    );
    expect(await see()).toMatchObject({ is_member: 1, through_others: 1 });
    await root().query("insert into mysql.role_edges values ('%', 'm_team', '%', 'm_role', 'N')");
    await root().query("insert into mysql.global_grants values ('m_team', '%', 'SYSTEM_USER', 'N')");
    expect(await see()).toMatchObject({ role_is_too_powerful: 1 });
    await root().query("insert into mysql.role_edges values ('%', 'm_role', 'localhost', 'root', 'Y')");
    expect(await asked(rights("mysql", "m_role"))).toMatchObject({
      may_administer: 1,
      may_end_sessions: expect.any(Number),
    });
    expect(await asked(rights("mysql", "m_none"))).toMatchObject({ may_administer: expect.any(Number) });
  });
});
