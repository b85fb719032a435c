// What is said under a question whose answer only the world could judge. Plain words: Slack shows errors letter by letter.
import type { Refusal, WrongAnswer } from "../../domain/refusal.ts";

const SAID: Readonly<Record<WrongAnswer, string>> = {
  deactivated: "The account of somebody you chose is deactivated. Please choose somebody else.",
  guest: "Somebody you chose is a guest here. Please choose full members of this workspace.",
  stranger: "Somebody you chose is of another organisation. Please choose full members of this workspace.",
  bot: "You chose an app. Please choose a person.",
  person_unavailable: "Slack cannot be asked about the people you chose just now. Please try again in a minute.",
  not_offered: "This is not offered any more. Please choose from the list again.",
  not_allowed: "Access to this is not given here. Please choose something else.",
  options_unavailable:
    "The list cannot be had just now, so nobody can tell whether this is in it. Please try again in a minute.",
};

export const sayWrongAnswer = ({ why }: Refusal & { kind: "wrong_answer" }): string => SAID[why];
