// Opens the picker and the forms: one `views.open` and, where a Flow is not for everybody and plain ids do not say for whom, one
// look at who is asking. A freeze and the rules are asked when the form is sent. What a form is drawn from does not change while this code runs, so each one is drawn and spelt once.
import type { ModalView } from "slack-edge";
import * as z from "zod";
import type { FlowVersion } from "../../domain/flow.ts";
import { type Deployment, TransientError } from "../../ports.ts";
import { IN_THE_ACK_MS, readAnswer, SlackRefusal, Spelt } from "../client.ts";
import type { Person } from "../payload.ts";
import { notAllShown, renderPicker, unknownEnvironment, unknownFlow } from "../views/flow-picker.ts";
import { renderForm } from "../views/request-form.ts";
import type { MrkdwnText } from "../words/escape.ts";
import { type Front, findEnvironment, findFlow } from "./front.ts";
import { type Offered, offeredTo } from "./offered.ts";
import { formNotOpened, somethingWentWrong } from "./sentences.ts";

/** A trigger lives for three seconds and opens one view. */
const TRIGGER_GONE = new Set(["expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged"]);

/** Null when it is open; else what to tell the person. */
export async function openView(front: Front, triggerId: string, view: Spelt | ModalView): Promise<MrkdwnText | null> {
  try {
    await front.call("views.open", { trigger_id: triggerId, view }, IN_THE_ACK_MS);
    return null;
  } catch (error) {
    return notOpened(front, error);
  }
}

const opened = z.object({ view: z.object({ id: z.string().min(1).max(255) }) });

/** The same of a view that is to be drawn again once there is something to show. */
export async function openPlace(
  front: Front,
  triggerId: string,
  view: ModalView,
): Promise<
  { readonly isOpen: true; readonly viewId: string } | { readonly isOpen: false; readonly trouble: MrkdwnText }
> {
  try {
    const answer = await front.call("views.open", { trigger_id: triggerId, view }, IN_THE_ACK_MS);
    return { isOpen: true, viewId: readAnswer("views.open", opened, answer).view.id };
  } catch (error) {
    return { isOpen: false, trouble: notOpened(front, error) };
  }
}

function notOpened(front: Front, error: unknown): MrkdwnText {
  if (error instanceof TransientError) return formNotOpened;
  if (!(error instanceof SlackRefusal)) throw error;
  if (TRIGGER_GONE.has(error.code)) return formNotOpened;
  front.log("slack.view.refused", { code: error.code });
  return somethingWentWrong;
}

const forms = new WeakMap<FlowVersion, Spelt>();
const pickers = new WeakMap<Deployment, Spelt>();

/** The empty form of a Flow. */
const formOf = (version: FlowVersion): Spelt => once(forms, version, () => renderForm(version));

/** The picker of the default Environment, with what this person may ask for; with nothing left out it is drawn once for all. */
export function pickerFor(front: Place, person: Person): Spelt | Promise<Spelt> {
  const { flows, environments, defaultEnvironment: environment } = front.deployment;
  const draw = (offered: Offered): Spelt =>
    offered.flows === flows
      ? once(pickers, front.deployment, () => renderPicker(flows, { environment, environments }))
      : new Spelt(renderPicker(offered.flows, { environment, environments, ...noticeOf(offered) }));
  return after(offeredTo(front, person, flows), draw);
}

export type Place = Pick<Front, "deployment" | "commands">;

/** What is there is gone on with at once. */
const after = <T, U>(value: T | Promise<T>, next: (value: T) => U): U | Promise<U> =>
  value instanceof Promise ? value.then(next) : next(value);

/** What else there is to say comes first. */
export const noticeOf = (
  { isDoubtful }: Offered,
  notice: MrkdwnText | null = null,
): { readonly notice?: MrkdwnText } => {
  const said = notice ?? (isDoubtful ? notAllShown : null);
  return said === null ? {} : { notice: said };
};

function once<Source extends WeakKey>(
  spelt: WeakMap<Source, Spelt>,
  of: Source,
  draw: (of: Source) => ModalView,
): Spelt {
  const known = spelt.get(of);
  if (known !== undefined) return known;
  const view = new Spelt(draw(of));
  spelt.set(of, view);
  return view;
}

/** The view for `/sym req FLOW ENVIRONMENT`: names that are not known, or not to this person, lead to the picker and a line. */
export async function viewFor(
  front: Place,
  person: Person,
  flow: string | null,
  environment: string | null,
): Promise<Spelt> {
  if (flow === null) return pickerFor(front, person);
  const { flows, environments, defaultEnvironment } = front.deployment;
  const known = environment === null ? defaultEnvironment : findEnvironment(front, environment);
  const version = known === null ? null : findFlow(front, flow, known);
  if (version !== null) {
    const own = offeredTo(front, person, [version]);
    if ((own instanceof Promise ? await own : own).flows.length > 0) return formOf(version);
  }
  const offered = await offeredTo(front, person, flows);
  if (known !== null) {
    const notice = noticeOf(offered, offered.isDoubtful ? null : unknownFlow(flow));
    return new Spelt(renderPicker(offered.flows, { environment: known, environments, ...notice }));
  }
  const notice = unknownEnvironment(environment ?? "");
  const meant = findFlow(front, flow, defaultEnvironment)?.flow.name ?? null;
  return new Spelt(renderPicker(offered.flows, { environment: defaultEnvironment, environments, notice, flow: meant }));
}
