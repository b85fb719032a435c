// Which server answers. Ids of roles mean something on the server that gave them and nowhere else: on one that was restored
// from a dump, the id that Ana had may be Ben's. Never believes two servers to be the same because it could not ask.
import * as z from "zod";
import type { Transaction } from "./session.ts";

/** A right of its own, asked for first: a refusal would end the transaction. */
const MAY_ASK_SERVER = "select has_function_privilege('pg_control_system()', 'execute') as may_ask";

/** Given to a server's data when they are made. Copies of the files share it, and with it the ids of the roles. */
const SERVER = "select system_identifier::text from pg_control_system()";

/** `untold`: the ids come without their server, or the server does not say which one it is. */
export type Whence = "this_server" | "another_server" | "untold";

const told = z.array(z.object({ system_identifier: z.string() }));

/** What the server calls itself; empty where Sym's login may not ask. */
export async function serverOf(transaction: Transaction): Promise<string> {
  const [may] = await transaction.read(MAY_ASK_SERVER, []);
  if (may?.["may_ask"] !== true) return "";
  const read = told.safeParse(await transaction.read(SERVER, []));
  return read.data?.[0]?.system_identifier ?? "";
}

export async function whenceAre(ids: Readonly<Record<string, string>>, transaction: Transaction): Promise<Whence> {
  const before = ids["server"] ?? "";
  const now = before === "" ? "" : await serverOf(transaction);
  if (now === "") return "untold";
  return now === before ? "this_server" : "another_server";
}
