// The ldap_group strategy against OpenLDAP's slapd, with the rights of its page in docs/targets: the suite of all strategies for each
// kind of group, and every message failing in turn.
import { everyMessageFails, type MessageFaults } from "../contracts/every-message.ts";
import { strategyContract } from "../contracts/strategy.ts";
import type { WireFault } from "./fault-proxy.ts";
import { ldapWorld } from "./ldap-world.ts";
import { onSlapd } from "./on-slapd.ts";

const FAULTS: MessageFaults<WireFault> = {
  "is lost": () => ({ kind: "lost" }),
  "is done, and its answer is lost": () => ({ kind: "answer_lost" }),
  "is done, and its answer breaks off in the middle": () => ({ kind: "half_answer" }),
  "is done, and answered with trouble": () => ({ kind: "answers", code: 80, after: true }),
  "is not done, and answered with trouble": () => ({ kind: "answers", code: 52 }),
  "is done, and answered too late": (giveUp) => ({ kind: "silent_after", reached: giveUp }),
  "is never passed on": (giveUp) => ({ kind: "silent", reached: giveUp }),
  "is answered by something in between": () => ({
    kind: "says",
    bytes: () => Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"),
  }),
};

onSlapd(({ slapd }) => {
  for (const kind of ["groupOfNames", "groupOfUniqueNames", "posixGroup", "activeDirectory"] as const) {
    strategyContract(`ldap_group, ${kind}`, {
      world: () => ldapWorld(slapd(), kind),
      hostileNames: 200,
      badSettings: [],
    });
    everyMessageFails(kind, () => ldapWorld(slapd(), kind), FAULTS);
  }
});
