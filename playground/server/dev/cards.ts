// Cards in every state, and forms with every kind of input: what the page must draw well.
// Never the bot's own views: these only look alike.
import type { JsonObject } from "../../slack/types.ts";

const plain = (text: string): JsonObject => ({ type: "plain_text", text, emoji: true });
const mrkdwn = (text: string): JsonObject => ({ type: "mrkdwn", text });
const button = (action_id: string, text: string, more: JsonObject = {}): JsonObject => ({
  type: "button",
  action_id,
  text: plain(text),
  value: "request-1",
  ...more,
});
const option = (text: string, value: string, description?: string): JsonObject => ({
  text: plain(text),
  value,
  ...(description === undefined ? {} : { description: plain(description) }),
});

export type CardState = "pending" | "active" | "expired" | "denied" | "failed";

const STATUS: Record<CardState, (untilSeconds: number) => string> = {
  pending: () => ":hourglass_flowing_sand: Waiting for <!subteam^SLEADS>",
  active: (until) =>
    `:white_check_mark: Approved by <@UBEN> · ends <!date^${until}^{date_short_pretty} at {time}|later>`,
  expired: (until) => `:lock: Ended <!date^${until}^{date_short_pretty} at {time}|earlier>, and is verified gone`,
  denied: () => ":no_entry: Denied by <@UBEN>: _ask the data team first_",
  failed: () => ":warning: The target refused the grant. The operators have been told.",
};

export const card = (state: CardState, untilSeconds: number, reason: string): JsonObject[] => [
  { type: "header", text: plain(":key: Database role") },
  { type: "section", text: mrkdwn(`<@UANA> asks for *Read orders* at *Orders database* (\`prod\`)`) },
  {
    type: "section",
    fields: [
      mrkdwn("*Account*\nana"),
      mrkdwn("*For how long*\n1 hour"),
      mrkdwn(`*Reason*\n${reason}`),
      mrkdwn("*Ticket*\n<https://tickets.test/OPS-42|OPS-42>"),
    ],
  },
  { type: "context", elements: [mrkdwn(STATUS[state](untilSeconds))] },
  ...(state === "pending"
    ? [
        {
          type: "actions",
          elements: [button("approve", "Approve", { style: "primary" }), button("deny", "Deny", { style: "danger" })],
        },
      ]
    : []),
  ...(state === "active"
    ? [
        {
          type: "actions",
          elements: [
            button("revoke", "Revoke", {
              style: "danger",
              confirm: {
                title: plain("End this access?"),
                text: plain("Ana loses the role at once."),
                confirm: plain("Revoke"),
                deny: plain("Keep it"),
                style: "danger",
              },
            }),
          ],
        },
      ]
    : []),
];

export const picker: JsonObject = {
  type: "modal",
  callback_id: "picker",
  title: plain("Request access"),
  submit: plain("Next"),
  close: plain("Cancel"),
  blocks: [
    {
      type: "input",
      block_id: "flow",
      label: plain("What do you need?"),
      element: {
        type: "static_select",
        action_id: "flow",
        placeholder: plain("Choose a Flow"),
        options: [
          option("Database role", "db", "Roles in the orders database"),
          option("Everything at once", "all", "One input of each kind"),
        ],
      },
    },
  ],
};

export const form: JsonObject = {
  type: "modal",
  callback_id: "form",
  title: plain("Database role"),
  submit: plain("Submit"),
  close: plain("Cancel"),
  blocks: [
    {
      type: "section",
      text: mrkdwn("Temporary roles in the *orders database*. Read <https://runbook.test|the runbook> first."),
    },
    {
      type: "input",
      block_id: "target",
      label: plain("Target"),
      element: {
        type: "external_select",
        action_id: "target",
        min_query_length: 0,
        placeholder: plain("Type to search"),
      },
    },
    {
      type: "input",
      block_id: "reason",
      label: plain("Reason"),
      hint: plain("The approvers read this."),
      element: {
        type: "plain_text_input",
        action_id: "reason",
        multiline: true,
        max_length: 3000,
        focus_on_load: true,
      },
    },
    {
      type: "input",
      block_id: "ticket",
      optional: true,
      label: plain("Ticket"),
      element: { type: "plain_text_input", action_id: "ticket", placeholder: plain("OPS-42") },
    },
    {
      type: "input",
      block_id: "duration",
      label: plain("For how long"),
      element: {
        type: "static_select",
        action_id: "duration",
        options: [option("30 minutes", "30m"), option("1 hour", "1h"), option("4 hours", "4h")],
        initial_option: option("1 hour", "1h"),
      },
    },
  ],
};

const input = (block_id: string, label: string, element: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: "input",
  block_id,
  label: plain(label),
  element: { action_id: block_id, ...element },
  ...more,
});

export const everyInput: JsonObject = {
  type: "modal",
  callback_id: "form",
  title: plain("Everything at once"),
  submit: plain("Submit"),
  blocks: [
    {
      type: "section",
      text: mrkdwn("A section with a menu"),
      accessory: {
        type: "overflow",
        action_id: "more",
        options: [option("Explain", "explain"), option("Start over", "over")],
      },
    },
    input("line", "One line", { type: "plain_text_input" }),
    input("number", "A number", { type: "number_input", is_decimal_allowed: false, min_value: "1", max_value: "9" }),
    input("mail", "An address", { type: "email_text_input" }, { optional: true }),
    input("several", "Several", {
      type: "multi_static_select",
      options: [option("Read", "r"), option("Write", "w"), option("Own", "o")],
      max_selected_items: 2,
    }),
    input("person", "A person", { type: "users_select" }, { optional: true }),
    input("people", "Some people", { type: "multi_users_select" }, { optional: true }),
    input("channel", "A channel", { type: "conversations_select" }, { optional: true }),
    input(
      "ticks",
      "Ticks",
      { type: "checkboxes", options: [option("On call", "on", "You carry the pager"), option("Incident", "in")] },
      { optional: true },
    ),
    input("radio", "One of", { type: "radio_buttons", options: [option("Soon", "s"), option("Now", "n")] }),
    input("day", "A day", { type: "datepicker" }, { optional: true }),
    input("moment", "A moment", { type: "datetimepicker" }, { optional: true }),
    { type: "divider" },
    { type: "context", elements: [mrkdwn("Small print with `code` and :lock:")] },
  ],
};

export const hostile =
  '<!channel> <@UBEN> *<img src=x onerror="alert(1)">* &lt;!everyone&gt; <javascript:alert(1)|press me> ' +
  "</script><script>alert(2)</script> `<b>` ~_*mixed*_~ \u202Eevil\u202C";

export const home: JsonObject = {
  type: "home",
  blocks: [
    { type: "header", text: plain("Your access") },
    {
      type: "section",
      text: mrkdwn("*Read orders* at Orders database\nuntil <!date^4102444800^{date_long}|then>"),
      accessory: button("revoke_mine", "End now"),
    },
    { type: "divider" },
    { type: "actions", elements: [button("ask", "Request access", { style: "primary" })] },
  ],
};
