// The older of AWS's two ways to be asked, which IAM and STS have: a form goes out, XML comes back.
import type { Answer } from "../outbound.ts";
import { notOfTheForm } from "../outbound-json.ts";
import type { Post } from "./signed-post.ts";
import { type Element, readXml } from "./xml.ts";

const VERSIONS = { iam: "2010-05-08", sts: "2011-06-15" } as const;

export interface Query {
  readonly to: keyof typeof VERSIONS;
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly onlyReads: boolean;
  readonly maxBytes?: number;
}

export const postOf = ({ to, action, parameters, ...query }: Query): Post => ({
  ...query,
  to,
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams({ Action: action, Version: VERSIONS[to], ...parameters }).toString(),
});

/** What a success says, which bears the name of the action. Throws `TransientError`: something else may have answered. */
export function readAnswer({ action, onlyReads }: Query, { text }: Answer): Element {
  const root = readXml(text);
  if (root?.name === `${action}Response`) return root;
  throw notOfTheForm(onlyReads ? "no" : "unknown");
}
