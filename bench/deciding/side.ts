// One contender of the comparison of decisions: its forms are sent by people of their own, and each submission is approved
// once. Every interaction waits until what the one before it left behind is done.
import * as z from "zod";
import type { Answer } from "../harness/connection.ts";
import { type Load, load, mustBe } from "../harness/load.ts";
import type { Round } from "../harness/rounds.ts";
import type { Slack } from "../harness/slack.ts";
import { type Asked, click, command, submission } from "../harness/slack-requests.ts";
import { OPENING_LINE } from "../opening/measure.ts";

/** An interaction starts when Slack has heard nothing for this long: by then nothing is left of the one before it. */
const QUIET_MS = 100;

export type Name = "sym" | "least";

type View = Readonly<Record<string, unknown>>;

/** The form that submissions are made with, as this Worker opens it. */
export async function openedForm(slack: Slack, port: number): Promise<View> {
  await load({ port, atOnce: 1, asked: [command(OPENING_LINE, "U0ANA")], end: emptyAnswer });
  const { view } = await slack.last();
  if (view === null) throw new Error("no form was opened");
  return view;
}

async function emptyAnswer(_asked: Asked, answer: Promise<Answer>): Promise<bigint> {
  const got = await answer;
  mustBe(got, "");
  return got.at;
}

/** What somebody chose and typed in the form of the Flow `database`. */
const filledIn = {
  target: {
    "form.target": {
      type: "static_select",
      selected_option: { text: { type: "plain_text", text: "Orders database, read only" }, value: "orders-read" },
    },
  },
  "field.reason": {
    "form.text": { type: "plain_text_input", value: "Looking at the order that went wrong yesterday." },
  },
  "field.ticket": { "form.text": { type: "plain_text_input", value: "OPS-123" } },
  duration: {
    "form.duration": {
      type: "static_select",
      selected_option: { text: { type: "plain_text", text: "15 minutes" }, value: "900000" },
    },
  },
};

const closesForm = z.object({ response_action: z.enum(["clear", "update"]) });

let people = 0;

export class Side {
  readonly #slack: Slack;
  readonly #name: Name;
  readonly #port: number;
  readonly #view: View;
  #pending: string[] = [];

  constructor(slack: Slack, name: Name, port: number, view: View) {
    this.#slack = slack;
    this.#name = name;
    this.#port = port;
    this.#view = view;
  }

  async submit(count: number): Promise<Round> {
    const asked = Array.from({ length: count }, () => submission(this.#view, filledIn, `U0BENCH${++people}`));
    this.#slack.takeCards();
    const round = await this.#run({
      asked,
      end: async (_asked, answer) => {
        const { status, body, at } = await answer;
        if (status !== 200 || !closesForm.safeParse(JSON.parse(body)).success)
          throw new Error(`a submission was not taken: ${status} ${body.slice(0, 300)}`);
        return at;
      },
    });
    // The least Worker's requests are named by their views; Sym's by what its cards say.
    const values = this.#name === "least" ? asked.map(({ viewId }) => viewId) : await this.#slack.cards(count);
    this.#pending.push(...values);
    return round;
  }

  async approve(count: number): Promise<Round> {
    const { card } = await this.#slack.last();
    const asked = this.#pending
      .splice(0, count)
      .map((value) => click("request.approve", value, card?.blocks ?? [], "U0BEN"));
    if (asked.length < count) throw new Error("there is nothing left to approve");
    return this.#run({ asked, end: emptyAnswer });
  }

  async #run<A extends Asked>(of: Pick<Load<A>, "asked" | "end">): Promise<Round> {
    await this.#slack.quiet(QUIET_MS);
    return load({ ...of, port: this.#port, atOnce: 1, settle: () => this.#slack.quiet(QUIET_MS) });
  }
}
