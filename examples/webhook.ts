// Access at services of your own, through signed HTTP: one that can be read back, and one that cannot.
// To use it, copy it to src/flows/index.ts, write "../sym.ts" there for "../src/sym.ts", and put in your own ids.
import { approval, channel, defineEnvironments, deployment, text, usergroup, webhook } from "../src/sym.ts";

const environments = defineEnvironments({
  prod: {
    label: "Production",
    targets: {
      // Sym asks `readUrl` what is there, so that "granted" and "removed" are proven, and access from before is never taken.
      vpn: webhook({
        label: "Office network",
        url: "https://access.example.com/grants",
        readUrl: "https://access.example.com/grants",
        secret: "ACCESS_HOOK_SECRET",
        data: { group: "vpn" },
      }),
      // The same service and another group: another access, because `data` differs.
      "vpn-admin": webhook({
        label: "Office network, administration",
        url: "https://access.example.com/grants",
        readUrl: "https://access.example.com/grants",
        secret: "ACCESS_HOOK_SECRET",
        data: { group: "vpn-admin" },
      }),
      // Nothing can be read back here. Card and record say "unverified", and an end removes the access however it came about.
      badge: webhook({
        label: "Door of the server room",
        url: "https://doors.example.com/hooks/sym",
        secret: "DOORS_HOOK_SECRET",
        endRemovesStanding: true,
      }),
    },
  },
});

const network = approval(environments, {
  name: "network",
  label: "Network and doors",
  fields: { reason: text({ label: "What for?", multiline: true }) },
  durations: ["1h", "8h"],
  approvers: usergroup("S0ITOPS"),
  route: channel("C0REQUESTS"),
  environments: { prod: { targets: ["vpn", "vpn-admin", "badge"] } },
  howToUse: "The network knows you within a minute; hold your badge to the door twice.",
});

export default deployment({
  environments,
  flows: [network],
  admins: { usergroup: "S0ITOPS" },
  operatorsChannel: "C0OPS",
});
