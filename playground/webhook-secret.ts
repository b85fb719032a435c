// The secret that every webhook Target has in the playground, so that a service on this machine can check what the bot sends.
// Never of any use elsewhere: a published bot is not given it.

/** What docs/targets/webhook.md tells whoever tries their own service against the playground. */
export const WEBHOOK_SECRET = "playground-secret-of-no-use";
