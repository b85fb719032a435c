// Escape, wherever the focus is: also on nothing, or on what stands beside the window.
// Never heard where something on top has taken it for itself, such as an open list or a question: those stop it.
import { useEffect } from "react";

export const useEscape = (leave: () => void): void => {
  useEffect(() => {
    const heard = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && !event.isComposing) leave();
    };
    addEventListener("keydown", heard);
    return () => removeEventListener("keydown", heard);
  }, [leave]);
};
