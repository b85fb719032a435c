// The way for any component to do something as the person who is shown.
// Never acts as somebody else than the page shows: the id comes with the state that was drawn.
import { createContext, type ReactNode, useCallback, useContext } from "react";
import type { Act, ActAnswer } from "../../server/page-state.ts";
import { refresh } from "./live-state.ts";
import { postAct } from "./server-door.ts";

export type DoAct = (act: Act) => Promise<ActAnswer>;

const ActorContext = createContext<DoAct | null>(null);

/** Resolves when the act is answered and the state after it has arrived. Never rejects. */
export const useAct = (): DoAct => {
  const act = useContext(ActorContext);
  if (act === null) throw new Error("no actor above this component");
  return act;
};

export const ActorProvider = ({ as, children }: { as: string; children: ReactNode }) => {
  const act = useCallback<DoAct>(
    async (wanted) => {
      const answer = await postAct(as, wanted);
      await refresh();
      return answer;
    },
    [as],
  );
  return <ActorContext value={act}>{children}</ActorContext>;
};
