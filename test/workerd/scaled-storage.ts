// The storage of an object whose wake-ups are told in scaled time and booked in the machine's. Everything else of it is the
// real thing. Never books a wake-up before its time has come.
import { realAt, type ScaledTime, scaledAt } from "./scaled-time.ts";

export function scaledStorage(storage: DurableObjectStorage, time: ScaledTime): DurableObjectStorage {
  const alarms = {
    setAlarm: (at: number | Date) => storage.setAlarm(Math.max(realAt(time, Number(at)), Date.now() + 1)),
    getAlarm: async () => {
      const booked = await storage.getAlarm();
      return booked === null ? null : scaledAt(time, booked);
    },
  };
  return new Proxy(storage, {
    get(target, name) {
      if (Object.hasOwn(alarms, name)) return Reflect.get(alarms, name);
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}
