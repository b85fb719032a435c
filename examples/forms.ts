// A form with every kind of question: some are asked only when they matter, and one says which role is given.
// To use it, copy it to src/flows/index.ts, write "../sym.ts" there for "../src/sym.ts", and put in your own ids.
import {
  approval,
  bool,
  channel,
  choice,
  choices,
  defineEnvironments,
  deployment,
  duration,
  fromField,
  int,
  people,
  postgresRole,
  slackUser,
  slackUsers,
  text,
} from "../src/sym.ts";

const environments = defineEnvironments({
  prod: {
    label: "Production",
    targets: {
      "shop-role": postgresRole({
        label: "Shop database",
        cluster: "shop",
        url: "ORDERS_DATABASE_URL",
        role: fromField("role", { allow: ["shop_reader", "shop_support"] }),
      }),
      "shop-write": postgresRole({
        label: "Shop database, read and write",
        cluster: "shop",
        url: "ORDERS_DATABASE_URL",
        role: "shop_writer",
        maxDuration: "1h",
      }),
    },
  },
});

const shop = approval(environments, {
  name: "shop",
  label: "Shop database",
  description: "For whoever looks after the shop.",
  header: "Read the <https://wiki.example.com/shop|handbook> first. *Write access is for incidents.*",
  fields: {
    role: choice({
      label: "Which role?",
      options: { shop_reader: "Reader", shop_support: "Support" },
      shownWhen: { field: "target", is: "shop-role" },
    }),
    urgency: choice({ label: "Urgency", options: { low: "Can wait", high: "Now" }, default: "low" }),
    customers: bool({ label: "Do customers notice?", shownWhen: { field: "urgency", is: "high" } }),
    howMany: int({ label: "How many?", min: 1, shownWhen: { field: "customers", is: true } }),
    why: text({ label: "Why do you need it?", multiline: true }),
    window: duration({ label: "How long has it been so?", required: false, max: "7d" }),
    areas: choices({
      label: "What is it about?",
      options: { orders: "Orders", stock: "Stock", prices: "Prices" },
      max: 2,
    }),
    peer: slackUser({ label: "Who works on it with you?", required: false }),
    others: slackUsers({ label: "Who else should know?", required: false, max: 5 }),
    rules: bool({ label: "The rules", tick: "I have read them and follow them" }),
  },
  durations: ["15m", "1h", "4h"],
  maxDuration: "8h",
  otherDuration: true,
  approvers: people("U0BEN"),
  route: channel("C0REQUESTS"),
  environments: { prod: { targets: ["shop-role", "shop-write"] } },
});

export default deployment({
  environments,
  flows: [shop],
  admins: { people: ["U0ADA"] },
  operatorsChannel: "C0OPS",
});
