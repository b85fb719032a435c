// The panel beside Slack: what is really there at the targets, the clock, and the tour.
// Never shows what the bot believes: everything here was read from the target itself.
import type { PageState } from "../../server/page-state.ts";
import { WarningIcon } from "../icons.tsx";
import { BotLine } from "./bot-line.tsx";
import { CheckList } from "./check-list.tsx";
import { ClockCard } from "./clock-card.tsx";
import { Guide } from "./guide.tsx";
import { TargetCard } from "./target-card.tsx";

export const TargetPanel = (props: { state: PageState; arrivedAt: number; onBecome: (person: string) => void }) => {
  const { state, arrivedAt, onBecome } = props;
  const { panel, snapshot, guide } = state;
  return (
    <aside className="panel" aria-label="At the target">
      <Guide
        guide={guide}
        snapshot={snapshot}
        onBecome={onBecome}
        hasExpiry={panel.ok && panel.state.nextExpiry !== undefined}
      />
      {panel.ok ? (
        <>
          <BotLine bot={panel.state.bot} />
          <ClockCard panel={panel.state} arrivedAt={arrivedAt} tz={snapshot.me.tz} />
          <section className="card" aria-label="Who holds what">
            <h2>At the target</h2>
            <p className="card-note">Not Slack and not what the bot believes: read back from the target, live.</p>
            <CheckList checks={panel.state.checks} />
            {panel.state.targets.map((target) => (
              <TargetCard key={target.name} target={target} people={snapshot.people} />
            ))}
            {panel.state.webhookSecret !== null && (
              <p className="card-note">
                Webhook Targets are not drawn here. The bot really calls them, signed with the secret{" "}
                <code>{panel.state.webhookSecret}</code>.
              </p>
            )}
          </section>
        </>
      ) : (
        <section className="card" aria-label="Who holds what">
          <h2>At the target</h2>
          <p className="panel-problem" role="alert">
            <WarningIcon /> The target cannot be read: {panel.problem}
          </p>
        </section>
      )}
    </aside>
  );
};
