// The record under a freeze that does not lie in it: for the time in which the record itself is not to be trusted, since a freeze
// in it is gone with what was restored. Never stands in the way of an end.
import type { Store } from "../ports.ts";

/** Every read that tells says that it is frozen. */
export const frozenFromOutside = (store: Store): Store => ({
  ...store,
  async snapshot(requestId) {
    const found = await store.snapshot(requestId);
    return found && { ...found, frozen: true };
  },
  async work(requestId) {
    const found = await store.work(requestId);
    return found && { ...found, snapshot: { ...found.snapshot, frozen: true } };
  },
  beforeSubmit: async (question) => ({ ...(await store.beforeSubmit(question)), frozen: true }),
  isFrozen: async () => "imposed",
  // What is held is not known to such a record: nobody counts as an intruder.
  openToRemove: async () => [],
  claims: async (key) => ({ ...(await store.claims(key)), frozen: true }),
});
