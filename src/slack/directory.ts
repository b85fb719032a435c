// Who people are and which groups they are in, asked of Slack now. Never remembers an answer: what is shared is only a lookup
// that is still under way, so that many clicks on one card ask once.
import * as z from "zod";
import type { GroupQuestion } from "../domain/rule.ts";
import { type Clock, type Directory, type Log, TransientError } from "../ports.ts";
import { createSharedLookup } from "../shared-lookup.ts";
import { type CallSlack, IN_THE_ACK_MS, readAnswer, SlackRefusal } from "./client.ts";
import { actingKey, factsOf, type Home, homeAnswer, nobody, userAnswer } from "./person-facts.ts";

export interface DirectoryOptions {
  readonly call: CallSlack;
  readonly clock: Clock;
  readonly log: Log;
  /** The workspace, or the whole organisation, that Sym is installed in; where it is not told, Slack is asked once. */
  readonly teamId?: string | null | undefined;
}

export function createDirectory({ call, clock, log, teamId }: DirectoryOptions): Directory {
  const homes = createSharedLookup<Home>(clock, IN_THE_ACK_MS);
  const groups = createSharedLookup<Members>(clock, IN_THE_ACK_MS);
  const own = createSharedLookup<boolean>(clock, IN_THE_ACK_MS);

  /** The one thing that is kept: a token never changes its workspace. */
  let home: Home | null = teamId ? { teamId, enterpriseId: teamId.startsWith("E") ? teamId : null } : null;
  const homeNow = async (): Promise<Home> => {
    home ??= await homes("home", async () =>
      readAnswer("auth.test", homeAnswer, await call("auth.test", {}, IN_THE_ACK_MS)),
    );
    return home;
  };

  return {
    person: (userId) =>
      orUnavailable(async () => {
        const [own, answer] = await Promise.all([homeNow(), userInfo(call, userId)]);
        return answer === null ? nobody(userId) : factsOf(readAnswer("users.info", userAnswer, answer), own);
      }),

    actingAs: (userId, team) =>
      orUnavailable(async () => {
        const own = await homeNow();
        if (own.enterpriseId === null) return null;
        const answer = await userInfo(call, userId);
        return answer === null ? null : actingKey(readAnswer("users.info", userAnswer, answer), own, team);
      }),

    isMember: (question, userId) =>
      orUnavailable(async () => {
        const name = `${question.kind}:${question.id}`;
        const { first, isAll } = await groups(name, () =>
          question.kind === "usergroup" ? inUsergroup(call, question, log) : inChannel(call, question),
        );
        if (isAll || first.has(userId)) return first.has(userId);
        return own(`${name} ${userId}`, () => hasChannel(call, userId, question));
      }),
  };
}

/** Whatever Slack refuses here is a lookup that could not be had. */
async function orUnavailable<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof SlackRefusal) throw new TransientError(error.message, { effect: "no", cause: error });
    throw error;
  }
}

const UNKNOWN_PERSON = ["user_not_found", "user_not_visible", "users_not_found"];

/** Null where this workspace knows no such person. */
async function userInfo(call: CallSlack, userId: string): Promise<unknown> {
  try {
    return await call("users.info", { user: userId }, IN_THE_ACK_MS);
  } catch (error) {
    if (error instanceof SlackRefusal && UNKNOWN_PERSON.includes(error.code)) return null;
    throw error;
  }
}

/** `isAll` false: there are more than one answer holds. */
interface Members {
  readonly first: ReadonlySet<string>;
  readonly isAll: boolean;
}

const usersAnswer = z.object({ users: z.array(z.string()) });

async function inUsergroup(call: CallSlack, { id }: GroupQuestion, log: Log): Promise<Members> {
  const method = "usergroups.users.list";
  try {
    const { users } = readAnswer(method, usersAnswer, await call(method, { usergroup: id }, IN_THE_ACK_MS));
    return { first: new Set(users), isAll: true };
  } catch (error) {
    // A group that is gone or switched off names nobody.
    if (!(error instanceof SlackRefusal) || error.code !== "no_such_subteam") throw error;
    log("slack.usergroup.missed", { usergroup: id });
    return { first: new Set(), isAll: true };
  }
}

const paged = { response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish() };
const membersAnswer = z.object({ members: z.array(z.string()), ...paged });
const channelsAnswer = z.object({ channels: z.array(z.object({ id: z.string() })), ...paged });

/** The most that Slack gives in one answer. */
const A_PAGE = 999;
/** Somebody waits: whoever is in more channels than so many pages hold cannot be told of in time. */
const PAGES_MAX = 3;

async function inChannel(call: CallSlack, { id }: GroupQuestion): Promise<Members> {
  const method = "conversations.members";
  const answer = readAnswer(method, membersAnswer, await call(method, { channel: id, limit: A_PAGE }, IN_THE_ACK_MS));
  return { first: new Set(answer.members), isAll: !answer.response_metadata?.next_cursor };
}

/** The other way round, for a channel of any size: Slack has shown that it lets us see who is in it. */
async function hasChannel(call: CallSlack, userId: string, { id }: GroupQuestion): Promise<boolean> {
  const method = "users.conversations";
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const args = { user: userId, types: "public_channel,private_channel", limit: A_PAGE, cursor };
    const answer = readAnswer(method, channelsAnswer, await call(method, args, IN_THE_ACK_MS));
    if (answer.channels.some((channel) => channel.id === id)) return true;
    cursor = answer.response_metadata?.next_cursor || undefined;
    if (cursor === undefined) return false;
  }
  throw new TransientError("this person is in more channels than can be asked in time", { effect: "no" });
}
