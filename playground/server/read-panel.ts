// One look at the targets for the page: what they say, or in words why they say nothing.
// Never lets a target that hangs hold up Slack's half of the page.
import type { PanelReading } from "./page-state.ts";
import type { Panel } from "./panel.ts";

export const PANEL_LIMIT_MS = 3_000;

/** Never rejects. */
export const readPanel = async (panel: Panel, limitMs = PANEL_LIMIT_MS): Promise<PanelReading> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<PanelReading>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, problem: `no answer within ${limitMs / 1000} s` }), limitMs);
  });
  const read = async (): Promise<PanelReading> => {
    try {
      return { ok: true, state: await panel.read() };
    } catch (problem) {
      return { ok: false, problem: problem instanceof Error ? problem.message : String(problem) };
    }
  };
  try {
    return await Promise.race([read(), tooLong]);
  } finally {
    clearTimeout(timer);
  }
};
