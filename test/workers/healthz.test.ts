// The Worker answers that it is up. Never asks anything of Slack or of a target.
import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";

test("GET /healthz answers 200 without a signature", async () => {
  const response = await exports.default.fetch("https://sym.test/healthz");
  expect(response.status).toBe(200);
});
