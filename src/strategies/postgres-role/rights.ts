// Whether Sym's login may hand out the role and take it back, told by the server's catalogue. Changes nothing.
import * as z from "zod";
import { PermanentError } from "../../ports.ts";
import type { Transaction } from "../postgres/session.ts";
import { RIGHTS } from "./statements.ts";

const rights = z.tuple([
  z.object({ role_exists: z.boolean(), may_administer: z.boolean(), may_end_sessions: z.boolean() }),
]);

export async function checkRights(
  transaction: Transaction,
  { role, endSessions }: { readonly role: string; readonly endSessions: boolean },
): Promise<void> {
  const read = rights.safeParse(await transaction.read(RIGHTS, [role]));
  if (!read.success)
    throw new PermanentError("the database's catalogue is not of the form that Sym knows", { class: "bug" });
  const [{ role_exists, may_administer, may_end_sessions }] = read.data;
  if (!role_exists) throw new PermanentError("the role does not exist in the database");
  if (!may_administer)
    throw new PermanentError("Sym's login lacks ADMIN OPTION on the role: it can neither give nor take it", {
      class: "auth",
    });
  if (endSessions && !may_end_sessions)
    throw new PermanentError("Sym's login lacks pg_signal_backend: it cannot end sessions", { class: "auth" });
}
