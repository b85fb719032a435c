// Who is on call in PagerDuty: in a schedule, or at a level of an escalation policy. Believes an answer only where each line of
// it is about what was asked, since a filter that is not understood would name everybody who is on call anywhere.
import * as z from "zod";
import type { Source } from "../domain/source.ts";
import { ask } from "../strategies/outbound.ts";
import { readJson } from "../strategies/outbound-json.ts";
import { type AskSource, keyIn, ofAnotherList, tooLong } from "./ask-source.ts";

type PagerDutySource = Extract<Source, { kind: "pagerduty_schedule" | "pagerduty_policy" }>;

/** The service regions: https://support.pagerduty.com/main/docs/service-regions. */
const HOSTS = { us: "https://api.pagerduty.com", eu: "https://api.eu.pagerduty.com" } as const;

/** The most that a page holds: https://developer.pagerduty.com/docs/pagination. */
const A_PAGE = 100;
const PAGES_MAX = 10;
const PAGE_BYTES_MAX = 1024 * 1024;

const referred = z.looseObject({ id: z.string() });
const page = z.looseObject({
  oncalls: z.array(
    z.looseObject({
      escalation_level: z.number(),
      escalation_policy: referred,
      /** None where the policy names the person itself. */
      schedule: referred.nullable(),
      /** The whole person, as `include[]=users` asks for: a mere reference has no address, and no answer is better. */
      user: z.looseObject({ id: z.string(), email: z.string().min(1) }),
    }),
  ),
  more: z.boolean(),
});
type OnCall = z.output<typeof page>["oncalls"][number];

/**
 * `GET /oncalls`; without `since` and `until` it means now.
 * https://developer.pagerduty.com/api-reference/3a6b910f11050-list-all-of-the-on-calls
 * A schedule that no escalation policy uses puts nobody on call. A policy's answer has all its levels.
 */
export const onCallInPagerDuty: AskSource<PagerDutySource> = async (source, context) => {
  const addresses: string[] = [];
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const query = new URLSearchParams([
      source.kind === "pagerduty_schedule"
        ? ["schedule_ids[]", source.schedule]
        : ["escalation_policy_ids[]", source.policy],
      ["include[]", "users"],
      ["limit", String(A_PAGE)],
      ["offset", String(pages * A_PAGE)],
    ]);
    const answer = await ask(
      {
        method: "GET",
        url: `${HOSTS[source.region]}/oncalls?${query}`,
        headers: {
          accept: "application/vnd.pagerduty+json;version=2",
          authorization: `Token token=${keyIn(context, source.token)}`,
        },
        maxBytes: PAGE_BYTES_MAX,
        allowLoopback: false,
      },
      context,
    );
    const { oncalls, more } = readJson(page, answer.text, "no");
    if (!oncalls.every((one) => isAbout(source, one))) throw ofAnotherList();
    for (const one of oncalls)
      if (source.kind === "pagerduty_schedule" || one.escalation_level === source.level) addresses.push(one.user.email);
    if (!more) return addresses;
  }
  throw tooLong(PAGES_MAX * A_PAGE);
};

const isAbout = (source: PagerDutySource, { schedule, escalation_policy }: OnCall): boolean =>
  source.kind === "pagerduty_schedule" ? schedule?.id === source.schedule : escalation_policy.id === source.policy;
