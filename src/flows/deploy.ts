// `/sym req deploy`: a yes from a second person before a release. There is no Target, so nothing is granted and nothing ends:
// the decision is all there is, on the card and in the record.
import { anyOf, approval, bool, choice, text } from "../sym.ts";
import { environments } from "./environments.ts";
import { ben, dba, requests } from "./people.ts";

export const deploy = approval(environments, {
  name: "deploy",
  label: "Deploy",
  description: "A second pair of eyes before a release.",

  fields: {
    service: choice({ label: "Service", options: { shop: "Shop", orders: "Orders", billing: "Billing" } }),
    version: text({
      label: "Version",
      pattern: { regex: /v?\d{1,4}\.\d{1,4}\.\d{1,4}/, message: "A version looks like 1.24.0." },
    }),
    migration: bool({ label: "Does it change the database?" }),
    notes: text({ label: "What should the approver know?", multiline: true, required: false }),
  },

  timeout: "4h",
  approvers: anyOf(ben, dba),
  route: requests,

  environments: { prod: {}, sandbox: { selfApproval: true } },
});
