// A little window that hangs under what opened it: lists of options, menus. It lies above everything and is never cut off.
// Never decides when it closes: whoever opened it does.
import { type ReactNode, type RefObject, useLayoutEffect, useRef } from "react";

const GAP_PX = 4;
const EDGE_PX = 8;

export const Popup = (props: {
  anchor: RefObject<HTMLElement | null>;
  align?: "start" | "end";
  matchWidth?: boolean;
  children: ReactNode;
}) => {
  const { anchor, align = "start", matchWidth = false, children } = props;
  const popup = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const own = popup.current;
    const from = anchor.current;
    if (own === null || from === null) return;
    own.showPopover();
    const place = (): void => {
      const rect = from.getBoundingClientRect();
      if (matchWidth) own.style.minWidth = `${rect.width}px`;
      const wantedLeft = align === "start" ? rect.left : rect.right - own.offsetWidth;
      const left = Math.max(EDGE_PX, Math.min(wantedLeft, innerWidth - own.offsetWidth - EDGE_PX));
      const below = rect.bottom + GAP_PX;
      const fitsBelow = below + own.offsetHeight <= innerHeight - EDGE_PX;
      const above = rect.top - GAP_PX - own.offsetHeight;
      own.style.left = `${left}px`;
      own.style.top = `${fitsBelow || above < EDGE_PX ? below : above}px`;
    };
    place();
    // The list may grow or shrink while it is open, and what it hangs from may scroll.
    const sizes = new ResizeObserver(place);
    sizes.observe(own);
    addEventListener("scroll", place, true);
    addEventListener("resize", place);
    return () => {
      sizes.disconnect();
      removeEventListener("scroll", place, true);
      removeEventListener("resize", place);
    };
  }, [anchor, align, matchWidth]);

  return (
    <div ref={popup} popover="manual" className="popup">
      {children}
    </div>
  );
};
