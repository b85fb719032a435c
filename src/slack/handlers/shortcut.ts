// The global shortcut: the same picker as `/sym`. A shortcut has no place of its own, so what goes wrong is a direct message.
import type { Person } from "../payload.ts";
import { shortcut } from "../payload.ts";
import type { MrkdwnText } from "../words/escape.ts";
import type { Front } from "./front.ts";
import type { Listener, Reply } from "./listen.ts";
import { openView, pickerFor } from "./open.ts";
import { sayPrivately } from "./say-privately.ts";
import { somethingWentWrong } from "./sentences.ts";

export const onShortcut: Listener<{ triggerId: string; person: Person }, ""> = {
  name: "shortcut",
  schema: shortcut,
  work: async (front, { triggerId, person }) => {
    const trouble = await openView(front, triggerId, await pickerFor(front, person));
    return trouble === null ? { body: "" } : tell(front, person, trouble);
  },
  sorry: (front, { person }) => tell(front, person, somethingWentWrong),
  nothing: "",
};

const tell = (front: Front, { userId }: Person, text: MrkdwnText): Reply<""> => ({
  body: "",
  after: () => sayPrivately(front, { userId, channelId: null, responseUrl: null }, text),
});
