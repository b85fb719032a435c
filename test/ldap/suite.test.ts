// The ldap_group strategy against OpenLDAP's slapd, with the rights of its page in docs/targets: the suite of all strategies for each
// kind of group, and every message failing in turn.
import { strategyContract } from "../contracts/strategy.ts";
import { everyMessageFails } from "./every-message.ts";
import { ldapWorld } from "./ldap-world.ts";
import { onSlapd } from "./on-slapd.ts";

onSlapd(({ slapd }) => {
  for (const kind of ["groupOfNames", "groupOfUniqueNames", "posixGroup", "activeDirectory"] as const) {
    strategyContract(`ldap_group, ${kind}`, {
      world: () => ldapWorld(slapd(), kind),
      hostileNames: 200,
      badSettings: [],
    });
    everyMessageFails(kind, () => ldapWorld(slapd(), kind));
  }
});
