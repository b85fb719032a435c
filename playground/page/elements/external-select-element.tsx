// A select whose options the bot gives as somebody types.
// Never shows the answer to an older query than the one that is typed now.
import { useCallback, useEffect, useRef, useState } from "react";
import { numberAt } from "../../slack/json.ts";
import { useSurfaceHere } from "../blocks/surface.ts";
import { Combobox } from "./combobox.tsx";
import type { ElementProps } from "./element.tsx";
import { type Choice, chosenOptions, optionOf } from "./element-value.ts";
import { comboboxOf, useChoosing } from "./select-elements.tsx";

/** Slack asks the bot from the third letter on, unless the element says otherwise. */
const DEFAULT_MIN_QUERY_LENGTH = 3;
const TYPING_PAUSE_MS = 200;

type Offer = { options: Choice[]; status: string | undefined };

export const ExternalSelectElement = (props: ElementProps) => {
  const { element, at } = props;
  const surface = useSurfaceHere();
  const onChoose = useChoosing(props, optionOf);
  const [offer, setOffer] = useState<Offer>({ options: [], status: "Loading…" });
  const latest = useRef(surface);
  const asked = useRef(0);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    latest.current = surface;
  }, [surface]);
  useEffect(() => () => clearTimeout(pause.current), []);

  const minLength = numberAt(element, "min_query_length") ?? DEFAULT_MIN_QUERY_LENGTH;
  const { blockId, actionId, inInput } = at;
  const onQuery = useCallback(
    (query: string) => {
      clearTimeout(pause.current);
      asked.current += 1;
      const own = asked.current;
      if (query.length < minLength) {
        const letters = minLength === 1 ? "a letter" : `${minLength} letters`;
        setOffer({ options: [], status: `Type at least ${letters}` });
        return;
      }
      setOffer((before) => (before.options.length > 0 ? before : { options: [], status: "Loading…" }));
      const ask = async (): Promise<void> => {
        const found = await latest.current.suggest({ blockId, actionId, inInput }, query).then(
          (options): Offer => ({ options, status: undefined }),
          (error: Error): Offer => ({ options: [], status: error.message }),
        );
        if (own === asked.current) setOffer(found);
      };
      pause.current = setTimeout(() => void ask(), query === "" ? 0 : TYPING_PAUSE_MS);
    },
    [minLength, blockId, actionId, inInput],
  );

  return (
    <Combobox
      {...comboboxOf(props)}
      offered={offer.options}
      status={offer.status}
      chosen={chosenOptions(surface.valueOf(at, element))}
      onChoose={onChoose}
      onQuery={onQuery}
    />
  );
};
