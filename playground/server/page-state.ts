// What the server tells the page and what the page asks of the server, as JSON. Shared by both.
// Never holds behaviour.
import type { InputValue, JsonObject, Outcome, Snapshot, SuggestedOption } from "../slack/types.ts";
import type { PanelState } from "./panel.ts";

/** Everything that the page draws for one person. `GET /ui/state?as=U...` answers it; without `as`, for the first of the cast. */
export type PageState = {
  snapshot: Snapshot;
  cast: CastMember[];
  panel: PanelReading;
  guide: GuideState;
};

/** Somebody whom the visitor can be. */
export type CastMember = {
  /** U... */
  id: string;
  /** What they are for, in a word or two: "requester". */
  part: string;
  /** Unread messages that wait for them. */
  unread: number;
};

export type PanelReading = { ok: true; state: PanelState } | { ok: false; problem: string };

export const GUIDE_STEPS = ["asked", "submitted", "approved", "appeared", "gone"] as const;
export type GuideStep = (typeof GUIDE_STEPS)[number];

export type GuideState = {
  done: GuideStep[];
  /** The request that was to be approved is closed without that: denied, cancelled or lapsed. Another one has to be asked. */
  wasTurnedDown: boolean;
  requester: string;
  approver: string;
  /** The command to type, e.g. "/sym req". */
  line: string;
};

export type ElementAddress = { blockId: string; actionId: string };

export type ClickPlace =
  /** `blocks`: what the person's page still shows, which may be older than what stands there now. */
  { in: "message"; channel: string; ts: string; blocks?: JsonObject[] | undefined } | { in: "home" } | { in: "modal" };

/** One thing that a person does. `POST /ui/act` takes it with `as` beside it. */
export type Act =
  | { act: "command"; line: string; channel: string }
  | { act: "say"; channel: string; text: string }
  | { act: "shortcut"; callbackId: string }
  | { act: "messageShortcut"; callbackId: string; channel: string; ts: string }
  | { act: "click"; place: ClickPlace; element: ElementAddress; value?: InputValue | undefined }
  /** `view`: the modal that it was typed into; refused when another one is on top by now. */
  | { act: "set"; view: string; block: string; value: InputValue }
  | { act: "suggest"; element: ElementAddress; query: string; place?: ClickPlace | undefined }
  | { act: "submit" }
  | { act: "close"; all?: boolean | undefined }
  | { act: "openHome" }
  | { act: "read"; channel: string }
  | { act: "skip" }
  | { act: "advance"; ms: number }
  | { act: "restartGuide" };

/** What `POST /ui/act` answers: the Outcome of what was done, with the options where they were asked for. */
export type ActAnswer = Outcome & { options?: SuggestedOption[] };
