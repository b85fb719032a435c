// The people the visitor can be: always in sight, with a mark where somebody has something to read.
// Never part of the simulated Slack: it stands beside the window.
import type { CastMember } from "../../server/page-state.ts";
import type { VisiblePerson } from "../../slack/types.ts";
import { Avatar } from "./avatar.tsx";
import { nameOf } from "./directory.tsx";

export const PersonRail = (props: {
  cast: CastMember[];
  people: VisiblePerson[];
  me: string;
  onBecome: (person: string) => void;
}) => {
  const { cast, people, me, onBecome } = props;
  return (
    <nav className="rail" aria-label="You are">
      <span className="rail-heading" aria-hidden="true">
        You are
      </span>
      {cast.map(({ id, part, unread }) => {
        const person = people.find((one) => one.id === id);
        const name = nameOf(person, id);
        const waiting = unread > 0 && id !== me ? `, ${unread} unread` : "";
        return (
          <button
            key={id}
            type="button"
            className={id === me ? "rail-person is-me" : "rail-person"}
            aria-current={id === me}
            aria-label={`Be ${name} (${part}${waiting})`}
            onClick={() => onBecome(id)}
          >
            <span className="rail-picture">
              <Avatar person={person} size="large" />
              {waiting !== "" && (
                <span className="badge" aria-hidden="true">
                  {unread}
                </span>
              )}
            </span>
            <span className="rail-name">{name}</span>
            <span className="rail-part">{part}</span>
          </button>
        );
      })}
    </nav>
  );
};
