// A person's picture: initials on their colour, or the app's own mark. Drawn, never loaded.
import type { VisiblePerson } from "../../slack/types.ts";
import { SymMark } from "../icons.tsx";

export type AvatarSize = "small" | "medium" | "large";

export const initialsOf = (name: string): string => {
  const words = name.split(/[\s._-]+/).filter((word) => /\p{L}|\p{N}/u.test(word));
  const [first = "?", last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return ([...first][0] ?? "?").toUpperCase() + (last === undefined ? "" : ([...last][0] ?? "").toUpperCase());
};

export const Avatar = (props: { person: VisiblePerson | undefined; size: AvatarSize; isApp?: boolean }) => {
  const { person, size, isApp = false } = props;
  if (isApp) {
    return (
      <span className={`avatar avatar-${size} avatar-app`} aria-hidden="true">
        <SymMark />
      </span>
    );
  }
  const color = /^[0-9a-f]{6}$/i.test(person?.avatarColor ?? "") ? `#${person?.avatarColor}` : "#6b6375";
  return (
    <span className={`avatar avatar-${size}`} style={{ backgroundColor: color }} aria-hidden="true">
      {initialsOf(person?.realName ?? "?")}
    </span>
  );
};
