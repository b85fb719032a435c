// What stands between an element and the place it stands in: a message, the Home tab or a modal.
// Never holds a value of its own that the server has answered: only what is still on its way.
import { createContext, useContext } from "react";
import type { InputValue, JsonObject, SuggestedOption } from "../../slack/types.ts";

/** `inInput`: the element of an input block, whose value is filled in rather than clicked. */
export type ElementAt = { blockId: string; actionId: string; inInput: boolean };

export type Surface = {
  kind: "message" | "home" | "modal";
  /** What the element holds, in the shape of `state.values`. */
  valueOf(at: ElementAt, element: JsonObject): JsonObject;
  /** The message under a block. */
  errorUnder(blockId: string): string | undefined;
  isBusy(at: ElementAt): boolean;
  /** What Slack says about the last try, where it failed. */
  troubleAt(at: ElementAt): string | undefined;
  /** A button or a menu entry. */
  press(at: ElementAt, value?: InputValue): void;
  /** A choice; `shown` is what the element holds from now on. */
  choose(at: ElementAt, value: InputValue, shown: JsonObject): void;
  /** Typed text: sent when the typing pauses. */
  type(at: ElementAt, value: string, shown: JsonObject): void;
  suggest(at: ElementAt, query: string): Promise<SuggestedOption[]>;
};

export const SurfaceContext = createContext<Surface | null>(null);

export const useSurfaceHere = (): Surface => {
  const surface = useContext(SurfaceContext);
  if (surface === null) throw new Error("no surface above this element");
  return surface;
};
