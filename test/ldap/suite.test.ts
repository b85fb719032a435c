// The ldap_group strategy against OpenLDAP's slapd, with the rights of its page in docs/targets: the suite of all strategies for each
// kind of group, and every message failing in turn.
import { afterAll, beforeAll, describe } from "vitest";
import { strategyContract } from "../contracts/strategy.ts";
import { everyMessageFails } from "./every-message.ts";
import { ldapWorld } from "./ldap-world.ts";
import { isInstalled, type Slapd, startSlapd } from "./slapd.ts";

const installed = isInstalled();
if (!installed && process.env["CI"]) throw new Error("slapd is missing: install Debian's slapd");

describe.skipIf(!installed)(installed ? "slapd" : "skipped: no slapd (Debian: slapd)", () => {
  let slapd: Slapd;
  beforeAll(async () => {
    slapd = await startSlapd();
  });
  afterAll(() => slapd?.stop());

  for (const kind of ["groupOfNames", "groupOfUniqueNames", "posixGroup", "activeDirectory"] as const) {
    strategyContract(`ldap_group, ${kind}`, {
      world: () => ldapWorld(slapd, kind),
      hostileNames: 200,
      badSettings: [],
    });
    everyMessageFails(kind, () => ldapWorld(slapd, kind));
  }
});
