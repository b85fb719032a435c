// Everybody who is a member of the role itself. All of them or none: a list that is longer than is read is trouble. Whoever is there by
// another grantor alone, or is a group, is named as from elsewhere: Sym takes neither away.
import * as z from "zod";
import type { Member, Members } from "../../domain/drift.ts";
import { PermanentError } from "../../ports.ts";
import type { Transaction } from "../postgres/session.ts";
import { serverOf } from "../postgres/which-server.ts";
import { MEMBERS, MEMBERS_MAX } from "./statements.ts";

const line = z.object({
  role_oid: z.string(),
  login_oid: z.string().nullable(),
  login_name: z.string().nullable(),
  login_can_log_in: z.boolean(),
  login_is_us: z.boolean(),
  ours: z.boolean(),
});

export async function membersOf(transaction: Transaction, role: string, level: string): Promise<Members> {
  const read = z.array(line).safeParse(await transaction.read(MEMBERS, [role]));
  if (!read.success)
    throw new PermanentError("the database's catalogue is not of the form that Sym knows", { class: "bug" });
  if (read.data.length === 0) throw new PermanentError("the role does not exist in the database");
  if (read.data.length > MEMBERS_MAX)
    throw new PermanentError(`the role has more than ${MEMBERS_MAX} members`, { class: "impossible" });
  const server = await serverOf(transaction);
  const members = read.data.flatMap((found): Member[] => {
    const { role_oid, login_oid: login, login_name: name } = found;
    if (login === null || name === null) return [];
    const isTakeable = found.ours && found.login_can_log_in;
    const ids = { role: role_oid, login, server };
    const own = found.login_is_us ? { own: true as const } : {};
    return [{ account: { id: name, label: name }, names: [], level: isTakeable ? level : null, ids, ...own }];
  });
  return { accountId: "login", members };
}
