// The tour: five steps that tick themselves off as they really happen.
// Never does a step in the visitor's place beyond changing who they are or writing the command into the composer.
import type { ReactNode } from "react";
import type { GuideState, GuideStep } from "../../server/page-state.ts";
import type { Snapshot } from "../../slack/types.ts";
import { WRITE_EVENT } from "../conversation/composer.tsx";
import { CheckIcon } from "../icons.tsx";
import { useAct } from "../live/actor.tsx";
import { nameOf } from "../people/directory.tsx";

type Step = { step: GuideStep; words: ReactNode; help?: { title: string; act: () => void } | undefined };

export const Guide = (props: {
  guide: GuideState;
  snapshot: Snapshot;
  hasExpiry: boolean;
  onBecome: (person: string) => void;
}) => {
  const { guide, snapshot, hasExpiry, onBecome } = props;
  const act = useAct();
  const named = (id: string): string =>
    nameOf(
      snapshot.people.find((one) => one.id === id),
      id,
    );
  const requester = named(guide.requester);
  const approver = named(guide.approver);
  const be = (id: string) =>
    snapshot.me.id === id ? undefined : { title: `Be ${named(id)}`, act: () => onBecome(id) };
  const typeIt = {
    title: "Write it for me",
    act: () => dispatchEvent(new CustomEvent(WRITE_EVENT, { detail: guide.line })),
  };
  const steps: Step[] = [
    {
      step: "asked",
      words: (
        <>
          As {requester}, type <code>{guide.line}</code> and press Enter
        </>
      ),
      help: be(guide.requester) ?? typeIt,
    },
    { step: "submitted", words: "Choose, fill in the form and send it", help: be(guide.requester) },
    guide.wasTurnedDown
      ? {
          step: "approved",
          words: "That request is closed, and nobody approved it. Ask again, and approve it this time",
          help: { title: "Start over", act: () => void act({ act: "restartGuide" }) },
        }
      : { step: "approved", words: <>As {approver}, press Approve on the card</>, help: be(guide.approver) },
    { step: "appeared", words: "See the role appear, below" },
    {
      step: "gone",
      words: "Skip to expiry, and see it gone",
      help: hasExpiry ? { title: "Skip there now", act: () => void act({ act: "skip" }) } : undefined,
    },
  ];
  const done = new Set(guide.done);
  const current = steps.find(({ step }) => !done.has(step))?.step;
  return (
    <section className="card guide" aria-label="Try this">
      <div className="guide-head">
        <h2>{current === undefined ? "That is all there is to it" : "Try this"}</h2>
        {done.size > 0 && (
          <button type="button" className="link" onClick={() => void act({ act: "restartGuide" })}>
            Start over
          </button>
        )}
      </div>
      <ol>
        {steps.map(({ step, words, help }, index) => {
          const state = done.has(step) ? "is-done" : step === current ? "is-current" : "";
          return (
            <li
              key={step}
              className={`guide-step ${state}`.trim()}
              aria-current={step === current ? "step" : undefined}
            >
              <span className="guide-mark" role="img" aria-label={done.has(step) ? "done" : "to do"}>
                {done.has(step) ? <CheckIcon /> : index + 1}
              </span>
              <span className="guide-words">
                <span>{words}</span>
                {step === current && help !== undefined && (
                  <button type="button" className="guide-help" onClick={help.act}>
                    {help.title}
                  </button>
                )}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
};
