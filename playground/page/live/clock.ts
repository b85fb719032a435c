// The bot's clock as the page shows it: the server's last word, running on between two states.
// Never the browser's own time: the playground's clock can be ahead by days.
import { useEffect, useState } from "react";

/** Epoch milliseconds, redrawn every `everyMs`. */
export const useRunningClock = (nowMs: number, arrivedAt: number, everyMs = 1000): number => {
  const [sinceMs, setSince] = useState(0);
  useEffect(() => {
    const look = (): void => setSince(performance.now() - arrivedAt);
    look();
    const timer = setInterval(look, everyMs);
    return () => clearInterval(timer);
  }, [arrivedAt, everyMs]);
  return nowMs + Math.max(0, sinceMs);
};

/** "4 min 09 s", "2 h 05 min", "3 d 4 h": how long until, or since. */
export const formatSpan = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const part = (size: number, modulo: number): number => Math.floor(seconds / size) % modulo;
  const two = (value: number): string => String(value).padStart(2, "0");
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${part(60, 60)} min ${two(part(1, 60))} s`;
  if (seconds < 86_400) return `${part(3600, 24)} h ${two(part(60, 60))} min`;
  return `${Math.floor(seconds / 86_400)} d ${part(3600, 24)} h`;
};
