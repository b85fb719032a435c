// The page's pictures, drawn as strokes on a grid of 20: they take the colour of the text around them.
// Never loaded from anywhere, and always hidden from screen readers: the words beside them speak.
import type { ReactNode } from "react";

const Icon = ({ children }: { children: ReactNode }) => (
  <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    {children}
  </svg>
);

const drawn = (...paths: string[]) => {
  const Drawing = () => (
    <Icon>
      {paths.map((path) => (
        <path key={path} d={path} />
      ))}
    </Icon>
  );
  return Drawing;
};

export const HashIcon = drawn("M8 3 6.5 17M13.5 3 12 17M3.5 7.5h13M3 12.5h13");
export const LockIcon = drawn("M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9");
export const BoltIcon = drawn("M11 2.5 4.5 11.5h5L9 17.5l6.5-9h-5z");
export const SendIcon = drawn("M3 10 17 3.5 13.5 17l-3.5-5zM10 12l7-8.5");
export const CloseIcon = drawn("M5 5l10 10M15 5 5 15");
export const BackIcon = drawn("M12.5 4.5 7 10l5.5 5.5");
export const DownIcon = drawn("M5.5 8l4.5 4.5L14.5 8");
export const RightIcon = drawn("M8 5.5l4.5 4.5L8 14.5");
export const EyeIcon = drawn(
  "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5z",
  "M10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z",
);
export const CheckIcon = drawn("M4 10.5 8.2 14.7 16 6");
export const WarningIcon = drawn("M10 3 18 16.5H2zM10 8v4M10 14.2v.1");
export const ClockIcon = drawn("M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 5.5V10l3 2");
export const SkipIcon = drawn("M3.5 4.5 9.5 10l-6 5.5zM10 4.5l6 5.5-6 5.5zM17 4.5v11");
export const DatabaseIcon = drawn(
  "M3.5 5c0-1.4 2.9-2.5 6.5-2.5s6.5 1.1 6.5 2.5-2.9 2.5-6.5 2.5S3.5 6.4 3.5 5z",
  "M3.5 5v10c0 1.4 2.9 2.5 6.5 2.5s6.5-1.1 6.5-2.5V5M3.5 10c0 1.4 2.9 2.5 6.5 2.5s6.5-1.1 6.5-2.5",
);
export const MoreIcon = drawn("M4.5 10h.1M10 10h.1M15.5 10h.1");
export const PanelIcon = drawn("M3 4h14v12H3zM12 4v12");
export const PinIcon = drawn(
  "M10 17s5.5-4.7 5.5-9a5.5 5.5 0 0 0-11 0c0 4.3 5.5 9 5.5 9z",
  "M10 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z",
);

/** The app's own mark: an hourglass. */
export const SymMark = drawn(
  "M6 3.5h8M6 16.5h8",
  "M7 3.5v2.2c0 2 3 2.5 3 4.3s-3 2.3-3 4.3v2.2M13 3.5v2.2c0 2-3 2.5-3 4.3s3 2.3 3 4.3v2.2",
);
