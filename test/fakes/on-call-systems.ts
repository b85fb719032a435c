// PagerDuty's and Opsgenie's answers about who is on call, as their documentation has them: lists that keep who is on them and
// can change, keys, filters, pages. Refuses whatever is not asked as documented. A fault takes the place of any answer.

/** One line of PagerDuty's computed on-calls. */
interface Shift {
  readonly policy: string;
  readonly level: number;
  /** Null: the policy names the person itself. */
  readonly schedule: string | null;
  readonly email: string;
}

type Fault = (request: Request) => Response | Promise<Response>;

const no = (status: number, message: string): Response => Response.json({ error: { message } }, { status });

export class FakePagerDuty {
  readonly host: string;
  readonly token: string;
  /** Who is on call, anywhere in the account. */
  shifts: readonly Shift[] = [];
  fault: Fault | null = null;
  /** Paths and queries, as they were asked. */
  readonly asked: string[] = [];

  constructor(host = "https://api.pagerduty.com", token = "u+planted-pagerduty-token") {
    this.host = host;
    this.token = token;
  }

  /** Whoever is on call in a schedule that one policy uses, from now on. */
  onCall(schedule: string, ...emails: readonly string[]): void {
    const others = this.shifts.filter((one) => one.schedule !== schedule);
    this.shifts = [...others, ...emails.map((email) => ({ policy: "PPOLICY1", level: 1, schedule, email }))];
  }

  /** Null: not for PagerDuty. */
  async fetch(request: Request): Promise<Response | null> {
    const { origin, pathname, search, searchParams } = new URL(request.url);
    if (origin !== this.host) return null;
    this.asked.push(pathname + search);
    if (this.fault !== null) return this.fault(request);
    if (request.method !== "GET" || pathname !== "/oncalls") return no(404, "Not Found");
    if (request.headers.get("authorization") !== `Token token=${this.token}`) return no(401, "Unauthorized");
    if (request.headers.get("accept") !== "application/vnd.pagerduty+json;version=2") return no(406, "Not Acceptable");
    const schedules = searchParams.getAll("schedule_ids[]");
    const policies = searchParams.getAll("escalation_policy_ids[]");
    const [limit, offset] = [Number(searchParams.get("limit") ?? 25), Number(searchParams.get("offset") ?? 0)];
    if (limit > 100) return no(400, "Limit may not be above 100");
    const found = this.shifts.filter(
      ({ schedule, policy }) =>
        (schedules.length === 0 || (schedule !== null && schedules.includes(schedule))) &&
        (policies.length === 0 || policies.includes(policy)),
    );
    const isWhole = searchParams.getAll("include[]").includes("users");
    const oncalls = found.slice(offset, offset + limit).map(({ policy, level, schedule, email }) => ({
      escalation_policy: { id: policy, type: "escalation_policy_reference", summary: "Engineering" },
      escalation_level: level,
      schedule: schedule === null ? null : { id: schedule, type: "schedule_reference", summary: "Daily" },
      user: {
        id: `P${email.length}${email.slice(0, 3).toUpperCase()}`,
        type: isWhole ? "user" : "user_reference",
        summary: email,
        ...(isWhole ? { name: email, email, role: "user" } : {}),
      },
      start: schedule === null ? null : "2026-11-23T08:00:00Z",
      end: schedule === null ? null : "2026-11-30T08:00:00Z",
    }));
    return Response.json({ oncalls, limit, offset, more: offset + limit < found.length, total: null });
  }
}

export class FakeOpsgenie {
  readonly host: string;
  readonly key = "planted-genie-key-1234";
  /** By the schedule's id: user names of those on call. */
  readonly schedules = new Map<string, readonly string[]>();
  fault: Fault | null = null;
  readonly asked: string[] = [];

  constructor(host = "https://api.opsgenie.com") {
    this.host = host;
  }

  async fetch(request: Request): Promise<Response | null> {
    const { origin, pathname, search, searchParams } = new URL(request.url);
    if (origin !== this.host) return null;
    this.asked.push(pathname + search);
    if (this.fault !== null) return this.fault(request);
    if (request.headers.get("authorization") !== `GenieKey ${this.key}`) return no(401, "Could not authenticate");
    const id = /^\/v2\/schedules\/([^/]+)\/on-calls$/.exec(pathname)?.[1] ?? "";
    const recipients = this.schedules.get(id);
    if (request.method !== "GET" || recipients === undefined) return no(404, "Schedule not found");
    const _parent = { id, name: "First line", enabled: true };
    const data =
      searchParams.get("flat") === "true"
        ? { _parent, onCallRecipients: recipients }
        : { _parent, onCallParticipants: recipients.map((name) => ({ id: name, name, type: "user" })) };
    return Response.json({ data, took: 0.05, requestId: "6aa4e8b1" });
  }
}
