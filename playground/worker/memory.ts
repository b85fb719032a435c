// The memory of an object whose wake-ups are told on the bot's clock and booked on the real one.
// Never books a wake-up later than it would come by the bot's clock at that moment.
import { ObjectMemory } from "../../src/objects/memory.ts";
import { inRealTime, now } from "./clock.ts";

export class PlayedMemory<S> extends ObjectMemory<S> {
  readonly #alarms: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    super(storage, now);
    this.#alarms = storage;
  }

  override arm(at: number): void {
    void this.#alarms.setAlarm(Math.max(inRealTime(at), Date.now() + 1));
  }

  override async armAtMost(at: number): Promise<void> {
    const booked = await this.#alarms.getAlarm();
    if (booked === null || booked > inRealTime(at)) this.arm(at);
  }
}
