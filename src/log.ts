// One JSON line an event. The fields are ids, counts, durations and error classes; the type leaves no room for more, and
// whoever adds one must not pass what a person wrote, an e-mail, a token or a payload. Problems of src/flows are told whole.
import type { Log } from "./ports.ts";

export const consoleLog: Log = (event, fields) => console.log(JSON.stringify({ event, ...fields }));
