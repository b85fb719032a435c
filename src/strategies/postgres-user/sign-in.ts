// A new password for a login that is there: made at random, given to the server as what checks it, and put into the lines
// that one person is shown. Never makes a login able to sign in that was not.
import { type CredentialContext, type CredentialLine, PermanentError } from "../../ports.ts";
import type { Transaction } from "../postgres/session.ts";
import { isComplete, look, ours, type Wanted } from "./login.ts";
import type { UserTarget } from "./settings.ts";
import { withPassword } from "./statements.ts";
import { scramVerifier } from "./verifier.ts";

const SALT_BYTES = 16;

export async function setPassword(
  transaction: Transaction,
  wanted: Wanted,
  password: string,
  random: CredentialContext["random"],
): Promise<void> {
  const isThere = async (): Promise<boolean> => {
    const found = ours(await look(transaction, wanted), wanted);
    return found !== null && isComplete(found, wanted);
  };
  const verifier = await scramVerifier(password, random(SALT_BYTES));
  if (!(await isThere())) throw gone();
  await transaction.write(withPassword(wanted.login, verifier));
  // An end that came in between wins.
  if (!(await isThere())) throw gone();
}

const gone = (): PermanentError =>
  new PermanentError("there is no login at the server that a password could be set for");

export function linesOf({ address }: UserTarget, login: string, password: string): readonly CredentialLine[] {
  const { host, port, database } = address;
  const name = host.includes(":") ? `[${host}]` : host;
  const isHere = /^(?:localhost|127\.0\.0\.1|::1)$/.test(host);
  const url = `postgresql://${login}@${name}:${port}/${database}${isHere ? "" : "?sslmode=require"}`;
  return [
    { label: "Host", value: host },
    { label: "Port", value: String(port) },
    { label: "Database", value: database },
    { label: "User", value: login },
    { label: "Password", value: password },
    // Without the password: a command line is kept in a history and seen by whoever lists processes.
    { label: "In a terminal, which then asks for the password", value: `psql '${url}'` },
  ];
}
