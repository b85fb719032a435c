// The storage of an object whose wake-ups are told on one clock and booked on the machine's. Everything else of it is the real
// thing. Never books a wake-up at or before now: it would stick.

/** Both ways between the clock that the object knows and the machine's, in epoch milliseconds. */
export interface TwoClocks {
  /** Never before that moment has come. */
  readonly real: (told: number) => number;
  readonly told: (real: number) => number;
}

export function alarmsOn({ real, told }: TwoClocks, storage: DurableObjectStorage): DurableObjectStorage {
  const alarms = {
    setAlarm: (at: number | Date) => storage.setAlarm(Math.max(real(Number(at)), Date.now() + 1)),
    getAlarm: async () => {
      const booked = await storage.getAlarm();
      return booked === null ? null : told(booked);
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
