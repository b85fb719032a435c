// The whole deployment: which Flows there are, who the admins are, where operators are told. This folder is the only one that
// you edit. A name that does not exist fails in your editor; whatever else is wrong is told at start, all of it at once.
import { deployment } from "../sym.ts";
import { breakGlass } from "./break-glass.ts";
import { database } from "./database.ts";
import { deploy } from "./deploy.ts";
import { environments } from "./environments.ts";

export default deployment({
  environments,
  // Where `/sym req database` runs when nobody says `/sym req database sandbox`.
  defaultEnvironment: "prod",
  // In the order in which people choose from them.
  flows: [database, deploy, breakGlass],
  // Ada may freeze everything and end any access. What she may approve is up to the Flows.
  admins: { people: ["U0ADA"] },
  // #sym-ops: told when something is stuck or strange. Invite the app to it.
  operatorsChannel: "C0OPS",
});
