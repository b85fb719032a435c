// A conversation that this person is not in: what Slack would show, and who could look.
// Never shows its messages.
import type { Snapshot, VisibleChannel } from "../../slack/types.ts";
import { useLive } from "../live/live-state.ts";
import { nameOf } from "../people/directory.tsx";

export const OutsideView = (props: {
  snapshot: Snapshot;
  channel: VisibleChannel;
  onBecome: (person: string) => void;
}) => {
  const { snapshot, channel, onBecome } = props;
  const cast = useLive().state?.cast ?? [];
  const insiders = cast.filter(({ id }) => channel.members.includes(id));
  return (
    <div className="outside-view">
      <h2>
        {nameOf(snapshot.me, snapshot.me.id)} is not in #{channel.name}
      </h2>
      <p>Nobody reads a channel here without being in it. In this playground you can look as somebody who is.</p>
      <div className="outside-people">
        {insiders.map(({ id }) => (
          <button key={id} type="button" className="button button-default" onClick={() => onBecome(id)}>
            Be{" "}
            {nameOf(
              snapshot.people.find((one) => one.id === id),
              id,
            )}
          </button>
        ))}
      </div>
    </div>
  );
};
