// Dates, times and both, with the browser's own pickers.
// Never in the browser's zone: a moment is chosen on the clock of the person who is shown.
import { useSurfaceHere } from "../blocks/surface.ts";
import { useDirectory } from "../people/directory.tsx";
import type { ElementProps } from "./element.tsx";
import { chosenSeconds, valueWith, writtenText } from "./element-value.ts";
import { secondsOf, wallClock } from "./zoned-time.ts";

export const DatePickerElement = (props: ElementProps) => <WrittenPicker {...props} type="date" label="Date" />;

export const TimePickerElement = (props: ElementProps) => <WrittenPicker {...props} type="time" label="Time" />;

const WrittenPicker = ({
  element,
  at,
  input,
  type,
  label,
}: ElementProps & { type: "date" | "time"; label: string }) => {
  const surface = useSurfaceHere();
  return (
    <input
      type={type}
      className="text-input date-input"
      {...tiesOf(input, label)}
      value={writtenText(element, surface.valueOf(at, element))}
      onChange={(event) => {
        const picked = event.currentTarget.value === "" ? null : event.currentTarget.value;
        surface.choose(at, picked, valueWith(element, picked));
      }}
    />
  );
};

export const DateTimePickerElement = ({ element, at, input }: ElementProps) => {
  const surface = useSurfaceHere();
  const { tz } = useDirectory();
  const seconds = chosenSeconds(element, surface.valueOf(at, element));
  return (
    <input
      type="datetime-local"
      className="text-input date-input"
      {...tiesOf(input, "Date and time")}
      value={seconds === undefined ? "" : wallClock(seconds, tz)}
      onChange={(event) => {
        const picked = secondsOf(event.currentTarget.value, tz) ?? null;
        surface.choose(at, picked, valueWith(element, picked));
      }}
    />
  );
};

const tiesOf = (input: ElementProps["input"], label: string) =>
  input === undefined
    ? { "aria-label": label }
    : { id: input.id, "aria-invalid": input.invalid, "aria-describedby": input.describedBy };
