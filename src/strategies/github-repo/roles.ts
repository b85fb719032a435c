// GitHub's roles on a repository, which it calls by two sets of names. Roles that an organisation made itself are out of scope:
// nobody can tell from their names what they are worth.
import { PermanentError } from "../../ports.ts";

export const LEVELS = ["read", "triage", "write", "maintain", "admin"] as const;
export type Level = (typeof LEVELS)[number];

/** As changes of a collaborator spell them. */
export const PERMISSION: Readonly<Record<Level, string>> = {
  read: "pull",
  triage: "triage",
  write: "push",
  maintain: "maintain",
  admin: "admin",
};

export const levelNamed = (role: string): Level | null =>
  LEVELS.find((level) => level === role.toLowerCase() || PERMISSION[level] === role.toLowerCase()) ?? null;

/** Throws for a role that the organisation made. */
export function levelOf(role: string): Level {
  const level = levelNamed(role);
  if (level !== null) return level;
  throw new PermanentError("this person has a custom role on the repository, which Sym neither gives nor replaces", {
    class: "impossible",
  });
}
