// users.*, team.info and auth.test: who people are, and who the bot is.
// Never gives an e-mail address to a token without users:read.email.
import { stringAt } from "../json.ts";
import { avatarUrl, personJson } from "../people.ts";
import { type Answer, type Call, done, type Method, optional, pageOf, refuse, required } from "./method.ts";

const seesEmail = (scopes: string[]): boolean => scopes.includes("users:read.email");

const info = ({ workspace: { world }, args, scopes }: Call): Answer => {
  const id = stringAt(args, "user") ?? "";
  const person = Object.hasOwn(world.people, id) ? world.people[id] : undefined;
  if (person === undefined) return refuse("user_not_found");
  const locale = args["include_locale"] === true && !person.deleted ? { locale: "en-US" } : {};
  return done({ user: { ...personJson(world, person, seesEmail(scopes)), ...locale } });
};

const lookupByEmail = ({ workspace: { world }, args }: Call): Answer => {
  const email = (stringAt(args, "email") ?? "").toLowerCase();
  const person = Object.values(world.people).find(
    (candidate) => candidate.email?.toLowerCase() === email && !candidate.deleted && !candidate.isBot,
  );
  return person === undefined ? refuse("users_not_found") : done({ user: personJson(world, person, true) });
};

const listUsers = ({ workspace: { world, now }, args, scopes }: Call): Answer => {
  const page = pageOf(Object.values(world.people), args, 200);
  if (typeof page === "string") return refuse(page);
  return done({
    members: page.page.map((person) => personJson(world, person, seesEmail(scopes))),
    cache_ts: Math.floor(now() / 1_000),
    response_metadata: { next_cursor: page.nextCursor },
  });
};

const teamInfo = ({ workspace: { world }, args }: Call): Answer => {
  const { team } = world;
  const asked = stringAt(args, "team") ?? team.id;
  if (asked !== "" && asked !== team.id) return refuse("team_not_found");
  const sizes = [34, 44, 68, 88, 102, 132].map((size) => [`image_${size}`, avatarUrl(size)]);
  const icon = { ...Object.fromEntries(sizes), image_default: true };
  return done({ team: { id: team.id, name: team.name, domain: team.domain, email_domain: "", icon } });
};

const authTest = ({ workspace: { world } }: Call): Answer => {
  const { team, app, people } = world;
  return done({
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    user: people[app.botUserId]?.name ?? "",
    team_id: team.id,
    user_id: app.botUserId,
    bot_id: app.botId,
    is_enterprise_install: false,
  });
};

const paged = { cursor: optional("string"), limit: optional("integer") };

export const userMethods: Record<string, Method> = {
  "users.info": {
    tier: 4,
    formOnly: true,
    scopes: ["users:read"],
    args: { user: required("string"), include_locale: optional("boolean") },
    handle: info,
  },
  "users.lookupByEmail": {
    tier: 3,
    formOnly: true,
    scopes: ["users:read.email"],
    args: { email: required("string") },
    handle: lookupByEmail,
  },
  "users.list": {
    tier: 2,
    formOnly: true,
    scopes: ["users:read"],
    args: { ...paged, include_locale: optional("boolean") },
    handle: listUsers,
  },
  "team.info": {
    tier: 3,
    formOnly: true,
    scopes: ["team:read"],
    args: { team: optional("string"), domain: optional("string") },
    handle: teamInfo,
  },
  "auth.test": { tier: "special", formOnly: false, scopes: [], args: {}, handle: authTest },
};
