// The bot's clock, what ends next, and the way to get there at once.
// Never moves the clock by itself.
import { useState } from "react";
import type { PanelState } from "../../server/panel.ts";
import { ClockIcon, SkipIcon } from "../icons.tsx";
import { useAct } from "../live/actor.tsx";
import { formatSpan, useRunningClock } from "../live/clock.ts";
import { clockTimeWithSeconds } from "../text/slack-date.ts";

export const ClockCard = (props: { panel: PanelState; arrivedAt: number; tz: string }) => {
  const { panel, arrivedAt, tz } = props;
  const now = useRunningClock(panel.nowMs, arrivedAt);
  const [skipping, setSkipping] = useState(false);
  const [answer, setAnswer] = useState<string | undefined>(undefined);
  const act = useAct();
  const next = panel.nextExpiry;
  const skip = async (): Promise<void> => {
    if (skipping) return;
    setSkipping(true);
    const { ok, notice } = await act({ act: "skip" });
    setAnswer(ok ? undefined : (notice ?? "That did not work."));
    setSkipping(false);
  };
  return (
    <section className="card clock" aria-label="Clock">
      <div className="clock-now">
        <ClockIcon />
        <time className="clock-time">{clockTimeWithSeconds(now, tz)}</time>
        <span className="clock-zone">{tz.replaceAll("_", " ")}</span>
        {panel.offsetMs >= 1000 && <span className="clock-offset">+{formatSpan(panel.offsetMs)}</span>}
      </div>
      <div className="clock-next">
        {next === undefined ? (
          <span className="card-note">Nothing is about to end.</span>
        ) : (
          <>
            <span className="clock-what">{next.what}</span>
            <span className="clock-left" role="timer" aria-label="Ends in">
              {next.atMs > now ? `ends in ${formatSpan(next.atMs - now)}` : "ending now"}
            </span>
          </>
        )}
      </div>
      <button
        type="button"
        className="button button-wide button-skip"
        aria-busy={skipping}
        disabled={next === undefined}
        onClick={() => void skip()}
      >
        <SkipIcon />
        <span className="button-text">Skip to expiry</span>
        {skipping && <span className="spinner" aria-hidden="true" />}
      </button>
      {answer !== undefined && (
        <p className="card-note" role="status">
          {answer}
        </p>
      )}
    </section>
  );
};
