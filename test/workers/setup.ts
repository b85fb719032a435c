// Before each test that runs in workerd: every binding empty, every migration applied. Never keeps state between tests.
import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach } from "vitest";

beforeEach(async () => {
  // A database whose object was put to sleep is not emptied by `reset`; a question wakes it.
  await env.DB.prepare("SELECT 1").run();
  await reset();
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
});
