// Who has just gone from a list: kept for a few seconds, so that a removal is seen and not only missed.
// Never keeps somebody who has come back.
import { useEffect, useRef, useState } from "react";

const SEEN_FOR_MS = 8_000;

/** The entries of an earlier list that are missing from this one, for a while after they went. */
export const useDeparted = <T>(present: T[], keyOf: (entry: T) => string): T[] => {
  const [departed, setDeparted] = useState<T[]>([]);
  const before = useRef<T[]>(present);
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());
  const key = present.map(keyOf).join("\n");

  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is new with every state; only its keys matter.
  useEffect(() => {
    const keys = new Set(present.map(keyOf));
    const gone = before.current.filter((entry) => !keys.has(keyOf(entry)));
    before.current = present;
    setDeparted((all) => [...all.filter((entry) => !keys.has(keyOf(entry))), ...gone]);
    if (gone.length === 0) return;
    const timer = setTimeout(() => {
      timers.current.delete(timer);
      setDeparted((all) => all.filter((entry) => !gone.includes(entry)));
    }, SEEN_FOR_MS);
    timers.current.add(timer);
  }, [key]);

  useEffect(() => {
    const all = timers.current;
    return () => {
      for (const timer of all) clearTimeout(timer);
    };
  }, []);
  return departed;
};
