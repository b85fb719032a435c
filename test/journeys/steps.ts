// The steps that most journeys begin with: fill in a form, send it, press a button on the card. Each lets everything happen
// that follows from it. Never looks at what came of it.
import type { ActorOptions, InputValue, Outcome } from "../../playground/slack/types.ts";
import { cardOn } from "./reading.ts";
import type { Stage } from "./stage.ts";
import { ANA, CANARY, GENERAL } from "./workspace.ts";

/** What no log may ever hold. */
export const REASON = `the ${CANARY} sings`;

type Filling = Readonly<Record<string, InputValue>>;

/** Opens the form of a Flow, as `/sym req ${line}` does, and fills it in. */
export async function fillIn(
  stage: Stage,
  line: string,
  filling: Filling,
  who = ANA,
  options: ActorOptions = {},
): Promise<void> {
  const actor = stage.as(who, options);
  await actor.command(`/sym req ${line}`, GENERAL);
  for (const [label, value] of Object.entries(filling)) await actor.set(label, value);
}

/** Presses the form's own button. */
export async function send(stage: Stage, who = ANA, options: ActorOptions = {}): Promise<Outcome> {
  const outcome = await stage.as(who, options).submit();
  await stage.settle();
  return outcome;
}

/** Asks for a role in the orders database: reading it for an hour, unless told otherwise. */
export async function askForDatabase(
  stage: Stage,
  { who = ANA, line = "database", ...filling }: Filling & { who?: string; line?: string } = {},
): Promise<Outcome> {
  const asked = {
    "Access to": line.endsWith("sandbox") ? "Orders sandbox, read only" : "Orders, read only",
    "Why do you need it?": REASON,
    "For how long?": "1 hour",
    ...filling,
  };
  await fillIn(stage, line, asked, who);
  return send(stage, who);
}

/** Presses a button of the newest card, as it stands. */
export async function press(stage: Stage, who: string, button: string): Promise<Outcome> {
  const { channel, ts } = cardOn(stage);
  const outcome = await stage.as(who).click({ channel, ts }, { text: button });
  await stage.settle();
  return outcome;
}
