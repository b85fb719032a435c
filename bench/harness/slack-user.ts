// Somebody as `users.info` describes them: a full member with a confirmed address, with all that Slack says about anybody, so
// that the answer is as long as Slack's own.
import { TEAM } from "./slack-requests.ts";

export const emailOf = (id: string): string => `${id.toLowerCase()}@example.com`;

export const slackUser = (id: string) => ({
  id,
  team_id: TEAM,
  name: id.toLowerCase(),
  deleted: false,
  color: "9f69e7",
  real_name: `Somebody ${id}`,
  tz: "Europe/Berlin",
  tz_label: "Central European Summer Time",
  tz_offset: 7200,
  profile: {
    title: "",
    phone: "",
    skype: "",
    real_name: `Somebody ${id}`,
    real_name_normalized: `Somebody ${id}`,
    display_name: id.toLowerCase(),
    display_name_normalized: id.toLowerCase(),
    status_text: "",
    status_emoji: "",
    status_expiration: 0,
    avatar_hash: "g0123456789a",
    email: emailOf(id),
    first_name: "Somebody",
    last_name: id,
    image_24: "https://secure.gravatar.com/avatar/0123456789abcdef0123456789abcdef.jpg?s=24",
    image_192: "https://secure.gravatar.com/avatar/0123456789abcdef0123456789abcdef.jpg?s=192",
    image_512: "https://secure.gravatar.com/avatar/0123456789abcdef0123456789abcdef.jpg?s=512",
    status_text_canonical: "",
    team: TEAM,
  },
  is_admin: false,
  is_owner: false,
  is_primary_owner: false,
  is_restricted: false,
  is_ultra_restricted: false,
  is_bot: false,
  is_app_user: false,
  updated: 1_760_000_000,
  is_email_confirmed: true,
  who_can_share_contact_card: "EVERYONE",
});
