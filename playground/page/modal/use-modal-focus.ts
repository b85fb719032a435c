// Where the focus goes with a modal: into its first field when it opens, back to where it was when it is gone.
// Never takes the focus from somebody who is typing in the view that is already there.
import { type FocusEvent, type RefObject, useEffect, useRef } from "react";

/** A mention or a link in a text is no field. */
const FIELDS = ".modal-body :is(input, textarea, select, .button):not([disabled])";

/** `view`: the id of what is shown; another view in the same place takes the focus anew. */
export const useModalFocus = (panel: RefObject<HTMLElement | null>, view: string): void => {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new view takes the focus.
  useEffect(() => {
    const own = panel.current;
    if (own === null) return;
    const wanted = own.querySelector<HTMLElement>("[data-focus-on-load]") ?? own.querySelector<HTMLElement>(FIELDS);
    (wanted ?? own).focus();
  }, [panel, view]);
};

/** For what lies behind modals: remembers where the focus was, since an inert part of the page loses it. */
export const useFocusAfterModal = (isOpen: boolean): ((event: FocusEvent<HTMLElement>) => void) => {
  const last = useRef<HTMLElement | null>(null);
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    if (wasOpen.current && !isOpen && last.current?.isConnected === true) last.current.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (event) => {
    last.current = event.target;
  };
};
