// One target: its roles, and who holds each of them now.
// Never without those who have just lost theirs: a removal is what people came to see.
import type { PanelMember, PanelRole, PanelTarget } from "../../server/panel.ts";
import type { VisiblePerson } from "../../slack/types.ts";
import { DatabaseIcon, LockIcon } from "../icons.tsx";
import { Avatar } from "../people/avatar.tsx";
import { nameOf } from "../people/directory.tsx";
import { useDeparted } from "./use-departed.ts";

export const TargetCard = ({ target, people }: { target: PanelTarget; people: VisiblePerson[] }) => (
  <div className="target">
    <div className="target-head">
      <DatabaseIcon />
      <span className="target-label">{target.label}</span>
      <span className="target-kind">{target.kind}</span>
    </div>
    {target.roles.map((role) => (
      <Role key={role.name} role={role} people={people} />
    ))}
  </div>
);

const Role = ({ role, people }: { role: PanelRole; people: VisiblePerson[] }) => {
  const departed = useDeparted(role.members, ({ account }) => account);
  const own = `${role.label} (${role.name})`;
  return (
    <div className="role">
      <div className="role-name">
        {role.label} <code>{role.name}</code>
      </div>
      <ul className="members" aria-label={`Who holds ${own}`}>
        {role.members.map((member) => (
          <Member key={member.account} member={member} people={people} gone={false} />
        ))}
        {departed.map((member) => (
          <Member key={`gone ${member.account}`} member={member} people={people} gone />
        ))}
        {role.members.length === 0 && departed.length === 0 && <li className="members-none">nobody</li>}
      </ul>
    </div>
  );
};

const Member = (props: { member: PanelMember; people: VisiblePerson[]; gone: boolean }) => {
  const { member, people, gone } = props;
  const person = people.find(({ id }) => id === member.person);
  const kinds = ["member", gone ? "is-gone" : "", member.standing ? "is-standing" : ""];
  return (
    <li className={kinds.filter((kind) => kind !== "").join(" ")}>
      {person !== undefined && <Avatar person={person} size="small" />}
      <span className="member-account">{member.account}</span>
      {person !== undefined && <span className="member-person">{nameOf(person, person.id)}</span>}
      {member.standing && (
        <span className="member-note" title="Was there before anybody asked, and stays">
          <LockIcon /> standing
        </span>
      )}
      {gone && <span className="member-note">removed</span>}
    </li>
  );
};
