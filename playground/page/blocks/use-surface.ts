// A surface over the server: what is clicked and typed goes out in order, and shows at once.
// Never sends two things at a time: a submission must find everything that was typed before it.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ActAnswer } from "../../server/page-state.ts";
import type { InputValue, JsonObject, StateValues } from "../../slack/types.ts";
import { initialValueOf } from "../elements/element-value.ts";
import type { ElementAt, Surface } from "./surface.ts";

export type SurfaceOptions = {
  kind: Surface["kind"];
  values: StateValues;
  errors?: Record<string, string>;
  send: (at: ElementAt, value: InputValue | undefined) => Promise<ActAnswer>;
  suggest: (at: ElementAt, query: string) => Promise<ActAnswer>;
};

const TYPING_PAUSE_MS = 200;

const keyOf = (at: ElementAt): string => JSON.stringify([at.blockId, at.actionId]);
const without = <T>(map: Record<string, T>, key: string): Record<string, T> => {
  const { [key]: _gone, ...rest } = map;
  return rest;
};

/** The surface, and `settle`, which sends what is still being typed and resolves when all is answered. */
export const useSurface = (options: SurfaceOptions): { surface: Surface; settle: () => Promise<void> } => {
  const { kind, values, errors, send, suggest } = options;
  const [pending, setPending] = useState<Record<string, JsonObject>>({});
  const [busy, setBusy] = useState<Record<string, true>>({});
  const [trouble, setTrouble] = useState<Record<string, string>>({});
  const queue = useRef<Promise<void>>(Promise.resolve());
  const typing = useRef(new Map<string, { timer: ReturnType<typeof setTimeout>; now: () => void }>());
  const newest = useRef(new Map<string, object>());

  useEffect(() => {
    const unsent = typing.current;
    // Whoever looks away for a moment finds what they had typed.
    return () => {
      for (const { now } of [...unsent.values()]) now();
    };
  }, []);

  const enqueue = useCallback(
    (at: ElementAt, value: InputValue | undefined) => {
      const key = keyOf(at);
      const mark = {};
      newest.current.set(key, mark);
      queue.current = queue.current.then(async () => {
        const answer = await send(at, value);
        if (newest.current.get(key) !== mark) return;
        setPending((all) => without(all, key));
        setBusy((all) => without(all, key));
        const notice = answer.ok ? undefined : answer.notice;
        setTrouble((all) => (notice === undefined ? without(all, key) : { ...all, [key]: notice }));
      });
    },
    [send],
  );

  const settle = useCallback(async () => {
    for (const { now } of [...typing.current.values()]) now();
    await queue.current;
  }, []);

  const surface = useMemo<Surface>(() => {
    const show = (key: string, shown: JsonObject): void => setPending((all) => ({ ...all, [key]: shown }));
    return {
      kind,
      valueOf: (at, element) => pending[keyOf(at)] ?? values[at.blockId]?.[at.actionId] ?? initialValueOf(element),
      errorUnder: (blockId) => errors?.[blockId],
      isBusy: (at) => busy[keyOf(at)] === true,
      troubleAt: (at) => trouble[keyOf(at)],
      press: (at, value) => {
        const key = keyOf(at);
        if (busy[key] === true) return;
        setTrouble((all) => without(all, key));
        setBusy((all) => ({ ...all, [key]: true }));
        void settle();
        enqueue(at, value);
      },
      choose: (at, value, shown) => {
        show(keyOf(at), shown);
        enqueue(at, value);
      },
      type: (at, value, shown) => {
        const key = keyOf(at);
        show(key, shown);
        clearTimeout(typing.current.get(key)?.timer);
        const now = (): void => {
          clearTimeout(typing.current.get(key)?.timer);
          typing.current.delete(key);
          enqueue(at, value);
        };
        // Until it is sent, an answer to an older letter must not put the older text back.
        newest.current.set(key, {});
        typing.current.set(key, { timer: setTimeout(now, TYPING_PAUSE_MS), now });
      },
      suggest: async (at, query) => {
        const answer = await suggest(at, query);
        if (!answer.ok) throw new Error(answer.notice ?? "The options could not be loaded.");
        return answer.options ?? [];
      },
    };
  }, [kind, values, errors, pending, busy, trouble, enqueue, settle, suggest]);

  return { surface, settle };
};
