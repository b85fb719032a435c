// A bot of a few lines that answers what the page can do, so that the page can be worked on without the real one.
// Never grants anything: it moves a card and a made-up panel through their states.

import { isObject, type JsonObject, objectAt, objectsAt, parseJson, stringAt } from "../../slack/json.ts";
import type { SlackSimulator } from "../../slack/simulator.ts";
import { card, everyInput, form, home, picker } from "./cards.ts";
import type { DevPanel } from "./panel.ts";

export type DevBot = {
  deliver(request: Request): Promise<Response>;
  call(method: string, args: JsonObject): Promise<JsonObject>;
  meet(simulator: SlackSimulator): void;
};

const HOUR_SECONDS = 3600;

export const createDevBot = (apiBase: string, panel: DevPanel): DevBot => {
  let slack: SlackSimulator | undefined;
  let openCard: { channel: string; ts: string; reason: string } | undefined;

  const call = async (method: string, args: JsonObject): Promise<JsonObject> => {
    if (slack === undefined) throw new Error("the bot has not met its Slack");
    const request = new Request(`${apiBase}${method}`, {
      method: "POST",
      headers: { authorization: "Bearer xoxb-page", "content-type": "application/json" },
      body: JSON.stringify(args),
    });
    const answer = (await (await slack.fetch(request)).json()) as JsonObject;
    if (answer["ok"] !== true) console.error("dev.call.failed", method, answer);
    return answer;
  };
  const untilSeconds = (): number => Math.floor(panel.nowMs() / 1000) + HOUR_SECONDS;
  const redraw = async (state: "active" | "denied" | "expired"): Promise<void> => {
    if (openCard === undefined) return;
    const { channel, ts, reason } = openCard;
    await call("chat.update", {
      channel,
      ts,
      text: `The request is ${state}`,
      blocks: card(state, untilSeconds(), reason),
    });
  };
  panel.onExpiry(() => void redraw("expired"));

  const onCommand = async (body: URLSearchParams): Promise<Response> => {
    const [verb = "", flow = ""] = (body.get("text") ?? "").split(" ");
    if (verb === "help")
      return Response.json({ response_type: "ephemeral", text: "Try `/sym req`, `/sym req db`, `/sym list`" });
    if (verb === "fail") return new Response("no", { status: 500 });
    const view = flow === "db" ? form : flow === "all" ? everyInput : picker;
    await call("views.open", { trigger_id: body.get("trigger_id"), view });
    return new Response("");
  };

  const onSubmission = async (view: JsonObject, user: string): Promise<Response> => {
    const values = objectAt(objectAt(view, "state"), "values");
    if (stringAt(view, "callback_id") === "picker") {
      const chosen = objectAt(objectAt(objectAt(values, "flow"), "flow"), "selected_option");
      return Response.json({
        response_action: "update",
        view: stringAt(chosen, "value") === "all" ? everyInput : form,
      });
    }
    const reason = stringAt(objectAt(objectAt(values, "reason"), "reason"), "value") ?? "";
    if (reason.length < 5) {
      return Response.json({
        response_action: "errors",
        errors: { reason: "Say a little more: the approvers decide by this." },
      });
    }
    const safe = reason.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    const posted = await call("chat.postMessage", {
      channel: "CREQUESTS",
      text: "A request for access",
      blocks: card("pending", untilSeconds(), safe),
    });
    openCard = { channel: "CREQUESTS", ts: stringAt(posted, "ts") ?? "", reason: safe };
    const opened = await call("conversations.open", { users: user });
    const link = `https://acme.slack.com/archives/CREQUESTS/p${openCard.ts.replace(".", "")}`;
    await call("chat.postMessage", {
      channel: stringAt(objectAt(opened, "channel"), "id") ?? "",
      text: `Your request is with <#CREQUESTS>: <${link}|the card>. <!subteam^SLEADS> can approve it.`,
    });
    return new Response("");
  };

  const onAction = async (payload: JsonObject, action: JsonObject, user: string): Promise<Response> => {
    const id = stringAt(action, "action_id");
    if (id === "ask") await call("views.open", { trigger_id: stringAt(payload, "trigger_id") ?? "", view: picker });
    if (id === "more") await call("views.push", { trigger_id: stringAt(payload, "trigger_id") ?? "", view: form });
    if (id === "approve" && user === "UOLGA") {
      await call("chat.postEphemeral", {
        channel: "CREQUESTS",
        user,
        text: "Only <!subteam^SLEADS> can approve this.",
      });
    } else if (id === "approve") {
      await redraw("active");
      setTimeout(() => panel.grant("ana", "UANA", HOUR_SECONDS * 1000), 800);
    }
    if (id === "deny") await redraw("denied");
    if (id === "revoke") panel.revoke("ana");
    return new Response("");
  };

  const onInteraction = async (payload: JsonObject): Promise<Response> => {
    const user = stringAt(objectAt(payload, "user"), "id") ?? "";
    switch (payload["type"]) {
      case "shortcut":
        await call("views.open", { trigger_id: stringAt(payload, "trigger_id") ?? "", view: picker });
        return new Response("");
      case "view_submission":
        return onSubmission(objectAt(payload, "view") ?? {}, user);
      case "block_suggestion": {
        const query = (stringAt(payload, "value") ?? "").toLowerCase();
        const names = ["Read orders", "Write orders", "Own orders", "Read customers", "Read invoices"];
        const options = names
          .filter((name) => name.toLowerCase().includes(query))
          .map((name) => ({ text: { type: "plain_text", text: name }, value: name }));
        return Response.json({ options });
      }
      case "block_actions":
        return onAction(payload, objectsAt(payload, "actions")[0] ?? {}, user);
      default:
        return new Response("");
    }
  };

  const onEvent = async (event: JsonObject): Promise<Response> => {
    if (event["type"] === "app_home_opened")
      await call("views.publish", { user_id: stringAt(event, "user") ?? "", view: home });
    return new Response("");
  };

  return {
    call,
    meet: (simulator) => {
      slack = simulator;
    },
    deliver: async (request) => {
      if ((request.headers.get("content-type") ?? "").startsWith("application/json")) {
        const body = parseJson(await request.text());
        return onEvent((isObject(body) ? objectAt(body, "event") : undefined) ?? {});
      }
      const body = new URLSearchParams(await request.text());
      const payload = parseJson(body.get("payload") ?? "");
      return isObject(payload) ? onInteraction(payload) : onCommand(body);
    },
  };
};
