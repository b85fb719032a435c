// The surfaces that are clicked rather than filled in: a message as it is shown, and the Home tab.
// Never sends a newer card's blocks than the person saw: a click on a stale card is a click on a stale card.
import { useCallback } from "react";
import type { ClickPlace } from "../../server/page-state.ts";
import type { InputValue, StateValues } from "../../slack/types.ts";
import { useAct } from "../live/actor.tsx";
import type { ElementAt, Surface } from "./surface.ts";
import { useSurface } from "./use-surface.ts";

export const useClickedSurface = (kind: "message" | "home", place: ClickPlace, values: StateValues): Surface => {
  const act = useAct();
  const send = useCallback(
    ({ blockId, actionId }: ElementAt, value: InputValue | undefined) =>
      act({ act: "click", place, element: { blockId, actionId }, value }),
    [act, place],
  );
  const suggest = useCallback(
    ({ blockId, actionId }: ElementAt, query: string) =>
      act({ act: "suggest", element: { blockId, actionId }, query, place: withoutBlocks(place) }),
    [act, place],
  );
  return useSurface({ kind, values, send, suggest }).surface;
};

const withoutBlocks = (place: ClickPlace): ClickPlace =>
  place.in === "message" ? { in: "message", channel: place.channel, ts: place.ts } : place;
