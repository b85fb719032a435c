// Whether Sym's login may make logins, hand out the roles and hand over what people made, told by the server's catalogue.
// Changes nothing.
import * as z from "zod";
import { PermanentError } from "../../ports.ts";
import type { Transaction } from "../postgres/session.ts";
import type { UserTarget } from "./settings.ts";
import { RIGHTS } from "./statements.ts";

const rights = z.tuple([
  z.object({
    may_make: z.boolean(),
    roles_exist: z.boolean(),
    may_administer: z.boolean(),
    may_hand_over: z.boolean(),
  }),
]);

export async function checkRights(
  transaction: Transaction,
  { roles, ownedBy }: Pick<UserTarget, "roles" | "ownedBy">,
): Promise<void> {
  const read = rights.safeParse(await transaction.read(RIGHTS, [JSON.stringify(roles), ownedBy ?? ""]));
  if (!read.success)
    throw new PermanentError("the database's catalogue is not of the form that Sym knows", { class: "bug" });
  const [{ may_make, roles_exist, may_administer, may_hand_over }] = read.data;
  if (!roles_exist)
    throw new PermanentError("a role that the login should be a member of does not exist in the database");
  if (!may_make)
    throw new PermanentError("Sym's login lacks CREATEROLE: it can neither make nor end logins", { class: "auth" });
  if (!may_administer)
    throw new PermanentError("Sym's login lacks ADMIN OPTION on a role: it cannot hand it out", { class: "auth" });
  if (!may_hand_over)
    throw new PermanentError("Sym's login is no member of the role in ownedBy: it cannot hand anything over to it", {
      class: "auth",
    });
}
