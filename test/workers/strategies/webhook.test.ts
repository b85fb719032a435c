// The webhook strategy where it will live: the suite of all strategies once more, with the Request, the streams and the
// cryptography of workerd.
import { webhook } from "../../../src/strategies/webhook.ts";
import { faultyHttp } from "../../contracts/faulty-http.ts";
import { strategyContract } from "../../contracts/strategy.ts";
import { NOW } from "../../contracts/strategy-world.ts";
import { verbOf, WebhookReceiver } from "../../pure/strategies/webhook-receiver.ts";

const secret = "whsec-Zk3/+planted==";
const url = "https://hooks.example.com/access";

strategyContract("webhook in workerd", {
  badSettings: [{ settings: { url: "https://127.0.0.1/", secret: "HOOK_SECRET" }, path: ["url"] }],
  hostileNames: 200,
  async world() {
    const receiver = new WebhookReceiver({ secret, now: () => NOW });
    return {
      strategy: webhook,
      settings: { url, readUrl: url, secret: "HOOK_SECRET" },
      people: [
        { id: "ana@example.com", label: "Ana" },
        { id: "ben@example.com", label: "Ben" },
      ],
      secrets: { HOOK_SECRET: secret },
      targetSays: "receiver-says-canary",
      levelOf: async (id) => receiver.levelOf(id),
      removeParent: async () => receiver.shutDown(),
      ...faultyHttp((request) => receiver.receive(request), { verbOf, says: "receiver-says-canary" }),
    };
  },
});
