// The list over the composer: commands, people, channels.
// Never takes the focus from the text that is being written.
import type { Completion } from "./completions.ts";

export const CompletionList = (props: {
  id: string;
  items: Completion[];
  active: number;
  onActive: (index: number) => void;
  onPick: (item: Completion) => void;
}) => {
  const { id, items, active, onActive, onPick } = props;
  return (
    <div className="completions" id={id} role="listbox" aria-label="Suggestions">
      {items.map((item, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the composer, which keeps the focus.
        <div
          key={item.key}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={index === active ? "completion is-active" : "completion"}
          onMouseDown={(event) => event.preventDefault()}
          onMouseMove={() => onActive(index)}
          onClick={() => onPick(item)}
        >
          <span className="completion-title">{item.title}</span>
          <span className="completion-note">{item.note}</span>
        </div>
      ))}
      <div className="completions-keys" aria-hidden="true">
        <kbd>Tab</kbd> to take · <kbd>Enter</kbd> to send · <kbd>Esc</kbd> to close
      </div>
    </div>
  );
};
