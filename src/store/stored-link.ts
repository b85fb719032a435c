// The shape of a link as it is read, at this edge and nowhere else.
import * as z from "zod";
import type { Link, LinkSource } from "../domain/identity.ts";
import { storedPersonKey } from "./stored-request.ts";

export const storedLink = z.object({
  person: storedPersonKey,
  realm: z.string(),
  flow: z.string(),
  account: z.string(),
  label: z.string(),
  /** Also one that only a newer Sym knows. */
  source: z.custom<LinkSource>((value) => typeof value === "string"),
  address: z.string().nullable(),
  by: storedPersonKey,
  at: z.number(),
  told: z.string().nullable(),
});

export const linkOf = ({ account, label, ...rest }: z.infer<typeof storedLink>): Link => ({
  ...rest,
  account: { id: account, label },
});
