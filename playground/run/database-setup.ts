// What the embedded PostgreSQL holds: one table in production and one in the sandbox, the roles that Flows hand out, and a
// login for everybody. Every statement may run again. Never grants anything for a time: that is the bot's work.

/** Roles that the deployment of src/flows names at first; those that it names later are added without rights. */
const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  orders_reader: ["grant select on orders to orders_reader"],
  orders_writer: ["grant select, insert, update, delete on orders to orders_writer"],
  sandbox_orders_reader: [
    "grant usage on schema sandbox to sandbox_orders_reader",
    "grant select on sandbox.orders to sandbox_orders_reader",
  ],
  sandbox_orders_writer: [
    "grant usage on schema sandbox to sandbox_orders_writer",
    "grant select, insert, update, delete on sandbox.orders to sandbox_orders_writer",
  ],
};

/** Who is a member for good: the bot must never take this away. */
const STANDING = [{ role: "orders_reader", login: "kim" }];

const TABLES = ["orders", "sandbox.orders"].flatMap((table) => [
  `create table if not exists ${table} (
    id int primary key, customer text not null, product text not null, amount_cents int not null
  )`,
  `insert into ${table} values
    (1, 'Hanna Berg', 'Espresso machine', 48900),
    (2, 'Luis Ortega', 'Grinder', 15900),
    (3, 'Mei Tanaka', 'Filter papers', 690)
    on conflict do nothing`,
]);

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const makeRole = (name: string, kind: "login" | "nologin"): string =>
  `do $do$ begin
    if not exists (select from pg_roles where rolname = ${literal(name)}) then create role ${quoted(name)} ${kind}; end if;
  end $do$`;

export const firstSetUp = (logins: readonly string[]): string[] => [
  "create schema if not exists sandbox",
  ...TABLES,
  ...rolesToMake(Object.keys(RIGHTS)),
  ...Object.values(RIGHTS).flat(),
  ...loginsToMake(logins),
  ...STANDING.filter(({ login }) => logins.includes(login)).map(({ role, login }) => `grant ${role} to ${login}`),
];

export const rolesToMake = (names: readonly string[]): string[] => names.map((name) => makeRole(name, "nologin"));
export const loginsToMake = (names: readonly string[]): string[] => names.map((name) => makeRole(name, "login"));

/** What is tried in the name of an account, to see what it may really do. */
export interface Trial {
  /** As people read it. */
  readonly says: string;
  readonly sql: string;
}

export const TRIALS: readonly Trial[] = [
  { says: "select from orders", sql: "select * from orders" },
  { says: "update orders", sql: "update orders set amount_cents = amount_cents where id = 1 returning id" },
];
export const SANDBOX_TRIALS: readonly Trial[] = [
  { says: "select from sandbox.orders", sql: "select * from sandbox.orders" },
  {
    says: "update sandbox.orders",
    sql: "update sandbox.orders set amount_cents = amount_cents where id = 1 returning id",
  },
];

/** Everybody who is a member of one of these roles, as pairs of `role` and `login`. */
export const whoIsIn = (roles: readonly string[]): string => `
  select role.rolname as role, login.rolname as login
  from pg_auth_members m join pg_roles role on role.oid = m.roleid join pg_roles login on login.oid = m.member
  where role.rolname in (${roles.map(literal).join(", ")}) order by role.rolname, login.rolname`;

/** What follows in the transaction is done in the name of this login. */
export const asRole = (login: string): string => `set local role ${quoted(login)}`;
