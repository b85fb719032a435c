// Slack's Web API as far as one user group needs it: who is in it, and the whole list anew. A group is absent only where Slack says
// so in its own word. Never sends an empty list: Slack takes none.
import * as z from "zod";
import { PermanentError, type StrategyContext } from "../../ports.ts";
import { ask } from "../outbound.ts";
import { readJson } from "../outbound-json.ts";
import { apiOf, type Settings, userId } from "./settings.ts";
import { saysNoGroup, saysPeople, troubleOf } from "./slack-trouble.ts";

/** Some ten thousand ids. */
const LIST_BYTES_MAX = 256 * 1024;

const answer = z.looseObject({ ok: z.boolean(), error: z.string().optional() });
const members = z.looseObject({ users: z.array(z.string().regex(userId)) });
const person = z.looseObject({
  user: z.looseObject({
    deleted: z.boolean().optional(),
    is_bot: z.boolean().optional(),
    is_restricted: z.boolean().optional(),
    is_ultra_restricted: z.boolean().optional(),
  }),
});

type Said = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly code: string };
type Effect = "no" | "unknown";

export class UsergroupApi {
  readonly #settings: Settings;
  readonly #context: StrategyContext;

  constructor(settings: Settings, context: StrategyContext) {
    this.#settings = settings;
    this.#context = context;
  }

  /** Null where there is no such group; `switchedOff`: also of one that is switched off, whose members Slack remembers. */
  async members(switchedOff: boolean): Promise<readonly string[] | null> {
    const form = { usergroup: this.#settings.group, ...(switchedOff ? { include_disabled: "true" } : {}) };
    const said = await this.#call("usergroups.users.list", form, "no");
    if (said.ok) return [...new Set(readJson(members, said.text, "no").users)];
    if (saysNoGroup(said.code)) return null;
    throw troubleOf(said.code, "no");
  }

  /** `refused`: Slack would not have somebody in the list, and may have changed it or not. */
  async replace(users: readonly string[]): Promise<"done" | "refused" | "no group"> {
    const form = { usergroup: this.#settings.group, users: users.join(",") };
    const said = await this.#call("usergroups.users.update", form, "unknown");
    if (said.ok) return "done";
    if (saysPeople(said.code)) return "refused";
    if (saysNoGroup(said.code)) return "no group";
    throw troubleOf(said.code, "unknown");
  }

  /** Can this person be in a user group? */
  async isMember(id: string): Promise<boolean> {
    const said = await this.#call("users.info", { user: id }, "no");
    if (!said.ok && ["user_not_found", "user_not_visible", "users_not_found"].includes(said.code)) return false;
    if (!said.ok) throw troubleOf(said.code, "no");
    const { deleted, is_bot, is_restricted, is_ultra_restricted } = readJson(person, said.text, "no").user;
    return ![deleted, is_bot, is_restricted, is_ultra_restricted].includes(true);
  }

  async #call(method: string, form: Readonly<Record<string, string>>, effect: Effect): Promise<Said> {
    const token = this.#context.secret(this.#settings.token).trim();
    if (!/^xox[a-z]-[!-~]+$/.test(token))
      throw new PermanentError("the secret with the token is empty, or holds what no token of Slack's holds", {
        class: "auth",
      });
    const { text } = await ask(
      {
        method: "POST",
        url: `${apiOf(this.#settings)}/${method}`,
        headers: {
          accept: "application/json",
          authorization: `Bearer ${token}`,
          "content-type": "application/x-www-form-urlencoded",
        },
        body: new URLSearchParams(form).toString(),
        onlyReads: effect === "no",
        maxBytes: LIST_BYTES_MAX,
        allowLoopback: this.#settings.allowLoopback,
      },
      this.#context,
    );
    const { ok, error } = readJson(answer, text, effect);
    return ok ? { ok, text } : { ok, code: error ?? "" };
  }
}
