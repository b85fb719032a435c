// Membership of one group in the policy file of a tailnet. The file is replaced whole, but only where it is still the one that was
// read, so nobody's change is lost, and everything but the one entry stays as it was written. Never makes or removes a group.
import type { Members } from "../../domain/drift.ts";
import {
  type Inspection,
  PermanentError,
  type Strategy,
  type StrategyCall,
  type StrategyContext,
  TransientError,
} from "../../ports.ts";
import { lowerCase } from "../email-account.ts";
import { publishedLimits, settingsOf } from "../settings.ts";
import { secretsOf } from "./api-token.ts";
import { changedMeanwhile, PolicyApi } from "./policy-api.ts";
import { withoutPerson, withPerson } from "./policy-edit.ts";
import { type GroupList, groupIn, holds } from "./policy-file.ts";
import { login, settings } from "./settings.ts";

const LEVEL = "member";
/** Others who change the file so often within one call keep Sym waiting. */
const TRIES = 3;
/** The file read and replaced; a token before them now and then. */
const CALLS_OF_A_GRANT = 2;

export const tailscaleGroup: Strategy = {
  type: "tailscale_group",
  levels: [LEVEL],
  settings,
  outlives: () => "connections that the person's devices opened meanwhile, until the other end has the changed policy",
  slot: (given, account) => {
    const { tailnet, group } = settingsOf(settings, given);
    return [lowerCase(tailnet), group, lowerCase(account.id)];
  },
  secrets: (given) => secretsOf(settingsOf(settings, given)),
  realm: (given) => `tailscale ${lowerCase(settingsOf(settings, given).tailnet)}`,
  limits: (given) => {
    const { tailnet, limits } = settingsOf(settings, given);
    const calls = limits && { ...limits, perSecond: limits.perSecond / CALLS_OF_A_GRANT };
    return publishedLimits(lowerCase(tailnet), calls);
  },

  /** Whether Sym may also change the file is told by no call that changes nothing. */
  async check(given, context) {
    const of = settingsOf(settings, given);
    if (groupIn((await new PolicyApi(of, context).read()).text, of.group, "no") === null) throw noGroup();
  },

  grant: (call, context) =>
    changed(call, context, true, (text, group, found, person) => {
      if (found === null) throw noGroup();
      return withPerson(text, group, found, person);
    }),

  revoke: (call, context) =>
    changed(call, context, false, (text, group, found, person) =>
      found === null ? text : withoutPerson(text, group, found, person),
    ),

  async inspect(call, context): Promise<Inspection> {
    const { api, group, person } = begun(call, context);
    const found = groupIn((await api.read()).text, group, "no");
    return { level: holds(found, person) ? LEVEL : null, inherited: null, ids: {} };
  },

  async list(given, context): Promise<Members> {
    const of = settingsOf(settings, given);
    const found = groupIn((await new PolicyApi(of, context).read()).text, of.group, "no");
    if (found === null) throw noGroup();
    const logins = new Set(found.entries.map(({ value }) => lowerCase(String(value))));
    // Whatever else an entry may say is nobody whom Sym could take out.
    const members = [...logins].map((id) => ({
      account: { id, label: id },
      names: [],
      level: login.test(id) ? LEVEL : null,
      ids: {},
    }));
    return { accountId: null, members };
  },
};

type Edit = (text: string, group: string, found: GroupList | null, person: string) => string;

async function changed(call: StrategyCall, context: StrategyContext, wanted: boolean, edit: Edit): Promise<void> {
  const { api, group, person } = begun(call, context);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const file = await api.read();
    const found = groupIn(file.text, group, "no");
    if (found !== null && holds(found, person) === wanted) return;
    const edited = edit(file.text, group, found, person);
    if (edited === file.text) return;
    const then = await api.replace(file, edited);
    if (then === null) continue;
    if (holds(groupIn(then, group, "unknown"), person) === wanted) return;
    throw new TransientError("Tailscale answered with another policy file than it was sent", { effect: "unknown" });
  }
  throw changedMeanwhile();
}

const noGroup = (): PermanentError => new PermanentError("the tailnet's policy file does not have this group");

function begun(
  call: StrategyCall,
  context: StrategyContext,
): { readonly api: PolicyApi; readonly group: string; readonly person: string } {
  const of = settingsOf(settings, call.settings);
  const person = lowerCase(call.account.id);
  if (login.test(person)) return { api: new PolicyApi(of, context), group: of.group, person };
  throw new PermanentError("this account cannot be spelt as a login name of Tailscale", { class: "impossible" });
}
