// Figures as they happen, into Analytics Engine where that is bound. Never waited for, and whatever it does, nothing fails of it.
import type { Metrics } from "../ports.ts";

/** `METRICS` of the bindings; without it nothing is kept. Index: the figure's name. Blobs: name, labels. Doubles: the value. */
export function metricsInto(env: object): Metrics {
  const bound: unknown = Reflect.get(env, "METRICS");
  if (typeof bound !== "object" || bound === null || !("writeDataPoint" in bound)) return () => {};
  const dataset = bound as AnalyticsEngineDataset;
  return ({ name, of, value }) => {
    try {
      dataset.writeDataPoint({ indexes: [name], blobs: [name, ...of], doubles: [value] });
    } catch {
      // A figure that is lost is no more than that.
    }
  };
}
