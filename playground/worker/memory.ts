// The memory of an object whose wake-ups are told on the bot's clock and booked on the real one.
import { ObjectMemory } from "../../src/objects/memory.ts";
import { alarmsOn } from "./alarms.ts";
import { inRealTime, now, onBotsClock } from "./clock.ts";

export const playedMemory = <S>(storage: DurableObjectStorage): ObjectMemory<S> =>
  new ObjectMemory(alarmsOn({ real: inRealTime, told: onBotsClock }, storage), now);
