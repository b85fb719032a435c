// What Slack sends, checked and cut down to what Sym reads: commands, shortcuts, clicks, submissions, suggestions, the Home
// tab. Everything else in a payload is dropped here and reaches nobody; no name and no text of it is ever trusted.
import * as z from "zod";

/** Ids are compared, stored and sent on, so nothing but Slack's own letters gets through. */
const id = (first: string) => z.string().regex(new RegExp(`^[${first}][A-Z0-9]{1,31}$`));
const userId = id("UW");
const teamId = id("TE");
const channelId = id("CDG");
const triggerId = z.string().min(1).max(255);
const name = z.string().max(255);

/** Who is doing something. The team is the person's own, which is not always the one that the app is installed in. */
export interface Person {
  readonly userId: string;
  readonly teamId: string;
}

/** Ways to say something that only this person sees; which of them there are depends on where it happened. */
export interface ReplyTo {
  readonly userId: string;
  readonly channelId: string | null;
  readonly responseUrl: string | null;
}

const commandForm = z.object({
  command: name,
  text: z.string().max(10_000).default(""),
  user_id: userId,
  team_id: teamId,
  channel_id: channelId.optional().catch(undefined),
  trigger_id: triggerId,
  response_url: name.optional(),
});

/** The fields of a slash command that are read. */
export const COMMAND_FIELDS = Object.keys(commandForm.shape);

export const slashCommand = commandForm.transform((form) => ({
  text: form.text,
  triggerId: form.trigger_id,
  person: { userId: form.user_id, teamId: form.team_id },
  replyTo: { userId: form.user_id, channelId: form.channel_id ?? null, responseUrl: form.response_url ?? null },
}));
export type SlashCommand = z.infer<typeof slashCommand>;

/** What every interaction says about who did it. */
const interaction = {
  user: z.object({ id: userId, team_id: teamId.nullish() }),
  team: z.object({ id: teamId }).nullish(),
};

type Interaction = z.infer<z.ZodObject<typeof interaction>>;

/** Of an outsider's click in a shared channel, `team` is the workspace and `user.team_id` the outsider's own. */
function personIn(payload: Interaction, context: z.core.$RefinementCtx<unknown>): Person {
  const team = payload.user.team_id ?? payload.team?.id;
  if (team === undefined) context.addIssue({ code: "custom", message: "no team", path: ["user", "team_id"] });
  return { userId: payload.user.id, teamId: team ?? "" };
}

const claim = z.union([
  z.object({ user: z.object({ id: userId, team_id: teamId.nullish() }), team: z.object({ id: teamId }).nullish() }),
  z.object({ user_id: userId, team_id: teamId }),
]);

/** Whom a payload names as its sender, where the rest of it cannot be read; null where that cannot be read either. */
export function whoIn(body: unknown): Person | null {
  const read = claim.safeParse(body).data;
  if (read === undefined) return null;
  if ("user_id" in read) return { userId: read.user_id, teamId: read.team_id };
  const team = read.user.team_id ?? read.team?.id;
  return team === undefined ? null : { userId: read.user.id, teamId: team };
}

/** The view that something happened in. `state.values` is only as good as the parser of that view makes it. */
const view = z.object({
  id: name.min(1),
  hash: name.optional(),
  callback_id: name,
  private_metadata: z.string().max(3_000).default(""),
  state: z.object({ values: z.unknown() }).optional().catch(undefined),
  blocks: z.array(z.unknown()).max(100).optional().catch(undefined),
});
export type View = z.infer<typeof view>;

export const shortcut = z
  .object({ ...interaction, callback_id: name, trigger_id: triggerId })
  .transform((payload, context) => ({ triggerId: payload.trigger_id, person: personIn(payload, context) }));

export const click = z
  .object({
    ...interaction,
    trigger_id: triggerId,
    response_url: name.optional(),
    channel: z.object({ id: channelId }).optional().catch(undefined),
    container: z
      .object({ is_ephemeral: z.boolean().optional().catch(undefined) })
      .optional()
      .catch(undefined),
    view: view.optional(),
    actions: z.tuple([z.object({ action_id: name, value: z.string().max(2_000).optional() })], z.unknown()),
  })
  .transform((payload, context) => {
    const person = personIn(payload, context);
    return {
      person,
      triggerId: payload.trigger_id,
      actionId: payload.actions[0].action_id,
      value: payload.actions[0].value,
      view: payload.view ?? null,
      /** The button is in a message that only this person sees. */
      isEphemeral: payload.container?.is_ephemeral === true,
      replyTo: {
        userId: person.userId,
        channelId: payload.channel?.id ?? null,
        responseUrl: payload.response_url ?? null,
      },
    };
  });
export type ButtonClick = z.infer<typeof click>;

export const submission = z
  .object({ ...interaction, view })
  .transform((payload, context) => ({ person: personIn(payload, context), view: payload.view }));
export type Submission = z.infer<typeof submission>;

export const suggestion = z
  .object({
    ...interaction,
    action_id: name,
    block_id: name,
    value: z.string().max(1_000).default(""),
    view: view.optional(),
  })
  .transform((payload, context) => ({
    person: personIn(payload, context),
    actionId: payload.action_id,
    blockId: payload.block_id,
    query: payload.value,
    view: payload.view ?? null,
  }));
export type Suggestion = z.infer<typeof suggestion>;

export const homeOpened = z
  .object({ team_id: teamId, event: z.object({ user: userId, tab: name.optional() }) })
  .transform(({ team_id, event }) => ({ tab: event.tab ?? "home", person: { userId: event.user, teamId: team_id } }));

/** As much of `user_change` as says who, and whether they are gone; Slack is asked for the rest. */
export const personChanged = z
  .object({ event: z.object({ user: z.object({ id: userId, deleted: z.boolean().optional() }) }) })
  .transform(({ event: { user } }) => ({ userId: user.id, gone: user.deleted === true }));

/** Id of the first question in a view, under which something can be said that keeps the view open; null where it has none. */
export function firstQuestion(of: View): string | null {
  for (const block of of.blocks ?? []) {
    const input = questionBlock.safeParse(block);
    if (input.success) return input.data.block_id;
  }
  return null;
}
const questionBlock = z.object({ type: z.literal("input"), block_id: name });
