// Who can do what in Slack itself, and how people who are not ordinary members show.
import { expect, test } from "vitest";
import type { JsonObject } from "../../../playground/slack/types.ts";
import { plain, smallWorld } from "./small-world.ts";

test("a single-channel guest has no commands and no shortcuts, and has buttons", async () => {
  const { slack, call, received } = smallWorld();
  const guest = slack.as("U0000GAST");
  expect(await guest.command("/sym", "C00000REQ")).toMatchObject({ ok: false, error: "restricted_action" });
  expect((await guest.shortcut("ask")).error).toBe("restricted_action");
  expect(received).toEqual([]);
  const blocks = [{ type: "actions", elements: [{ type: "button", action_id: "yes", text: plain("Yes") }] }];
  const { ts } = await call("chat.postMessage", { channel: "C00000REQ", blocks });
  expect((await guest.click({ channel: "C00000REQ", ts: String(ts) }, "yes")).ok).toBe(true);
});

test("somebody of another organisation clicks with the id of their own team", async () => {
  const { slack, call, received } = smallWorld();
  const blocks = [{ type: "actions", elements: [{ type: "button", action_id: "yes", text: plain("Yes") }] }];
  const { ts } = await call("chat.postMessage", { channel: "C00000REQ", blocks });
  const fern = slack.as("U0000FERN");
  await fern.click({ channel: "C00000REQ", ts: String(ts) }, "yes");
  expect(received.at(-1)?.body).toMatchObject({
    team: { id: "T0000TEAM" },
    user: { id: "U0000FERN", team_id: "T000OTHER" },
  });
  expect((await fern.command("/sym", "C00000REQ")).error).toBe("restricted_action");
  await slack.as("U0000FERN", { clientLimits: false }).command("/sym", "C00000REQ");
  expect(received.at(-1)?.body).toMatchObject({ user_id: "U0000FERN", team_id: "T000OTHER" });
});

test("a command nobody registered is not valid, and sends nothing", async () => {
  const { slack, received } = smallWorld();
  expect(await slack.as("U0000MIRA").command("/sim req", "C00000REQ")).toMatchObject({
    error: "unknown_command",
    notice: "/sim is not a valid command.",
  });
  expect(received).toEqual([]);
});

test("nobody acts where they are not, or when they are gone", async () => {
  const { slack, call } = smallWorld();
  await expect(slack.as("U0000MIRA").command("/sym", "C00SECRET")).rejects.toThrow("does not see C00SECRET");
  expect(() => slack.as("U0000GAST").messages("C0000TALK")).toThrow("does not see C0000TALK");
  await expect(slack.as("U0000GONE").shortcut("ask")).rejects.toThrow("deactivated");
  expect(() => slack.as("U0000NONE")).toThrow("Nobody here");
  slack.person("U0000MIRA").deactivate();
  await expect(slack.as("U0000MIRA").shortcut("ask")).rejects.toThrow("deactivated");
  expect(((await call("users.info", { user: "U0000MIRA" }))["user"] as JsonObject)["deleted"]).toBe(true);
  expect((await call("users.lookupByEmail", { email: "mira@example.com" }))["error"]).toBe("users_not_found");
});

test("what is changed about a person shows in users.info at once", async () => {
  const { slack, call } = smallWorld();
  slack.person("U0000MIRA").makeGuest("single");
  slack.person("U0000MIRA").setEmail("new@example.com");
  expect((await call("users.info", { user: "U0000MIRA" }))["user"]).toMatchObject({
    is_restricted: true,
    is_ultra_restricted: true,
    profile: { email: "new@example.com" },
  });
  slack.usergroup("S00000OPS").add("U0000MIRA");
  expect((await call("usergroups.users.list", { usergroup: "S00000OPS" }))["users"]).toEqual([
    "U0000OTTO",
    "U0000MIRA",
  ]);
});

test("what is typed into a command arrives as ids and entities", async () => {
  const { slack, received } = smallWorld();
  const typed = async (text: string) => {
    await slack.as("U0000MIRA").command(`/sym ${text}`, "C00000REQ");
    return received.at(-1)?.body["text"];
  };
  expect(await typed("revoke-all @otto")).toBe("revoke-all <@U0000OTTO|otto>");
  expect(await typed("@ops #talk @here @nobody a@otto @ottoman")).toBe(
    "<!subteam^S00000OPS|@ops> <#C0000TALK|talk> <!here> @nobody a@otto @ottoman",
  );
  expect(await typed("<b> & https://x.y/z?a=1&b=2 <!channel>")).toBe(
    "&lt;b&gt; &amp; <https://x.y/z?a=1&amp;b=2> &lt;!channel&gt;",
  );
});

test("a command can be typed in the direct messages with the bot, and is answered there", async () => {
  const { slack, received, reply } = smallWorld();
  const channel = slack.dmOf("U0000MIRA");
  reply(() => new Response("usage"));
  await slack.as("U0000MIRA").command("/sym help", channel);
  expect(received.at(-1)?.body).toMatchObject({ channel_id: channel, channel_name: "directmessage" });
  expect(slack.as("U0000MIRA").dm()).toMatchObject([{ text: "usage", ephemeral: true }]);
});
