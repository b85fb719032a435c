// The app's Home tab, as the bot published it for this person.
// Never invented: until the bot publishes something, the tab says that there is nothing.
import { useEffect, useMemo, useState } from "react";
import type { Snapshot } from "../../slack/types.ts";
import { Blocks } from "../blocks/block.tsx";
import { SurfaceContext } from "../blocks/surface.ts";
import { useClickedSurface } from "../blocks/use-clicked-surface.ts";
import { useAct } from "../live/actor.tsx";

const PLACE = { in: "home" } as const;

export const AppHome = ({ snapshot }: { snapshot: Snapshot }) => {
  const act = useAct();
  const [opened, setOpened] = useState(false);
  const [trouble, setTrouble] = useState<string | undefined>(undefined);
  const { home, app } = snapshot;
  const values = useMemo(() => home?.values ?? {}, [home]);
  const surface = useClickedSurface("home", PLACE, values);
  useEffect(() => {
    let here = true;
    const open = async (): Promise<void> => {
      const { ok, notice } = await act({ act: "openHome" });
      if (!here) return;
      setOpened(true);
      setTrouble(ok ? undefined : (notice ?? `${app.name} did not answer.`));
    };
    void open();
    return () => {
      here = false;
    };
  }, [act, app.name]);
  return (
    <div className="app-home" role="tabpanel" aria-label="Home" aria-busy={!opened}>
      {trouble !== undefined && (
        <p className="element-trouble" role="alert">
          {trouble}
        </p>
      )}
      {home !== null ? (
        <SurfaceContext value={surface}>
          <Blocks blocks={home.blocks} />
        </SurfaceContext>
      ) : (
        <p className="empty-note">{opened ? `${app.name} has not put anything here yet.` : "Loading…"}</p>
      )}
    </div>
  );
};
