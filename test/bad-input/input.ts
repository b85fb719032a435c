// One bad input, drawn from its number alone: the same number draws the same bytes for the same place.

import type { Json } from "../../playground/slack/json.ts";
import { Dice } from "../simulate/dice.ts";
import { corpusFor } from "./corpus.ts";
import { mutated } from "./mutate.ts";
import type { Place } from "./place.ts";
import { type Wire, type WireOptions, wireOf } from "./wire.ts";

export type Draw = (number: number) => Wire;

/** Some input is left good, so that what is refused is refused for what is wrong with it. */
export function drawsFor(place: Place, options: () => WireOptions): Draw {
  const corpus = corpusFor(place);
  return (number) => {
    const dice = new Dice(number);
    let body: Json = dice.pick(corpus);
    for (let times = dice.between(0, 3); times > 0; times--) body = mutated(body, dice, place);
    return wireOf(body, dice.pick(corpus), dice, options());
  };
}
