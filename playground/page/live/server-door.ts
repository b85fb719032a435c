// The page's only way to the server: its state, and acts. Relative addresses alone.
// Never retries an act by itself: whether it was done is for the next state to show.
import type { Act, ActAnswer, PageState } from "../../server/page-state.ts";

/** Undefined: the playground has nobody of that id. */
export const fetchState = async (as: string): Promise<PageState | undefined> => {
  const response = await fetch(`/ui/state?as=${encodeURIComponent(as)}`);
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`the playground answered ${response.status}`);
  return (await response.json()) as PageState;
};

/** Never rejects: what cannot be done, or not be reached, is an answer that is not ok. */
export const postAct = async (as: string, act: Act): Promise<ActAnswer> => {
  try {
    const response = await fetch("/ui/act", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...act, as }),
    });
    const answer = (await response.json()) as ActAnswer | { problem: string };
    if ("problem" in answer) return { ok: false, status: response.status, notice: answer.problem };
    return answer;
  } catch {
    return { ok: false, status: 0, notice: "The playground does not answer. Is it still running?" };
  }
};
