// Who is on call in a schedule of Opsgenie. Atlassian ends Opsgenie, and with it this address, on 5 April 2027:
// https://support.atlassian.com/opsgenie/docs/what-happens-when-opsgenie-is-turned-off. Never takes a name for an address.
import * as z from "zod";
import type { Source } from "../domain/source.ts";
import { ask } from "../strategies/outbound.ts";
import { readJson } from "../strategies/outbound-json.ts";
import { type AskSource, keyIn, ofAnotherList } from "./ask-source.ts";

const HOSTS = { us: "https://api.opsgenie.com", eu: "https://api.eu.opsgenie.com" } as const;

/** Flat: the user names of everybody who is on call, through whatever team or escalation. A user name is an address there. */
const onCalls = z.looseObject({
  data: z.looseObject({ _parent: z.looseObject({ id: z.string() }), onCallRecipients: z.array(z.string().min(1)) }),
});

/** `GET /v2/schedules/{id}/on-calls`, in one answer: https://docs.opsgenie.com/docs/who-is-on-call-api. */
export const onCallInOpsgenie: AskSource<Extract<Source, { kind: "opsgenie_schedule" }>> = async (source, context) => {
  const answer = await ask(
    {
      method: "GET",
      url: `${HOSTS[source.region]}/v2/schedules/${source.schedule}/on-calls?flat=true`,
      headers: { accept: "application/json", authorization: `GenieKey ${keyIn(context, source.apiKey)}` },
      allowLoopback: false,
    },
    context,
  );
  const { data } = readJson(onCalls, answer.text, "no");
  if (data._parent.id !== source.schedule) throw ofAnotherList();
  return data.onCallRecipients;
};
