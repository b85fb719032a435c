// Long text, folded to its first lines until somebody wants the rest.
// Never cuts the text itself: a folded one is whole for screen readers and for search in the page.
import { type ReactNode, useState } from "react";

const LONG_CHARACTERS = 700;
const LONG_LINES = 9;

export const FoldedText = (props: { source: string; always: boolean; children: ReactNode }) => {
  const { source, always, children } = props;
  const [open, setOpen] = useState(false);
  const long = !always && (source.length > LONG_CHARACTERS || source.split("\n").length > LONG_LINES);
  if (!long) return <div className="section-text">{children}</div>;
  return (
    <div className="section-text">
      <div className={open ? undefined : "folded"}>{children}</div>
      <button type="button" className="link fold-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? "See less" : "See more"}
      </button>
    </div>
  );
};
