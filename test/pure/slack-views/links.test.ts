// Lists of links keep within what Slack takes, whatever accounts are called, and say what they leave out.
import { expect, test } from "vitest";
import type { Link } from "../../../src/domain/identity.ts";
import { renderLinks, renderOwnLinks } from "../../../src/slack/views/links.ts";
import { ANA, CLEO, NOON } from "../../fakes/samples.ts";
import { faultsOfMessage } from "./within-limits.ts";

const link = (overrides: Partial<Link> = {}): Link => ({
  person: ANA,
  realm: "okta https://example.okta.com",
  flow: "",
  account: { id: "ana@example.com", label: "ana@example.com" },
  source: "found",
  address: null,
  by: ANA,
  at: NOON,
  told: null,
  ...overrides,
});
const textOf = (message: { blocks: readonly object[] }): string => JSON.stringify(message.blocks);

test("a link says who is what where, and by whose word", () => {
  const links = [
    link(),
    link({ flow: "break-glass" }),
    link({ source: "admin", by: CLEO }),
    link({ source: "csv", by: "token/IDENTITIES_TOKEN" }),
  ];
  const shown = textOf(renderLinks({ links, total: 4, pageSize: 25 }, { of: null, page: 1 }));
  expect(shown).toContain("<@U0ANA>: `ana@example.com` at `okta https://example.okta.com`, found");
  expect(shown).toContain("(Flow `break-glass`), found");
  expect(shown).toContain("set by <@U0CLEO>");
  expect(shown).toContain("from a file, by `IDENTITIES_TOKEN`");
  expect(shown).toContain("*4* links, page 1 of 1.");
});

test("a page of the longest and most hostile names is taken by Slack, and the next page is named", () => {
  const label = "<!channel>`&".repeat(40);
  const links = Array.from({ length: 25 }, () =>
    link({
      realm: label,
      flow: "f".repeat(40),
      account: { id: label, label },
      source: "csv",
      by: "token/IDENTITIES_TOKEN",
    }),
  );
  const message = renderLinks({ links, total: 60, pageSize: 25 }, { of: null, page: 2 });
  expect(faultsOfMessage(message)).toEqual([]);
  expect(textOf(message)).toContain("/sym identity list 3");
  expect(textOf(message)).not.toContain("<!channel>");
  expect(faultsOfMessage(renderOwnLinks({ links, total: 25 }))).toEqual([]);
});

test("whoever is linked to nothing is told what happens then", () => {
  expect(textOf(renderOwnLinks({ links: [], total: 0 }))).toContain("linked to no account yet");
});
