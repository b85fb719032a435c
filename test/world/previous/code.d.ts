// What the kept engine of an earlier commit offers, as far as the world calls it. Its types are taken to be those of now;
// where they are not, test/world/previous-code.ts stands between.
import type { Kept } from "../code.ts";

export const createCommands: Kept["createCommands"];
export const runCron: Kept["runCron"];
export const hold: Kept["hold"];
export const release: Kept["release"];
export const wake: Kept["wake"];
export const wakeEntitlement: Kept["wakeEntitlement"];
export const releaseFromMemory: Kept["releaseFromMemory"];
export const wakeRequest: Kept["wakeRequest"];
export const sweep: Kept["sweep"];
export const wakeWatchdog: Kept["wakeWatchdog"];
