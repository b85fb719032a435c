// The whole page: who the visitor is at the left, the simulated Slack in the middle, the world outside at the right.
// Never shows Slack without saying that it is a simulation.
import { useCallback, useEffect, useMemo, useState } from "react";
import type { PageState, PanelReading } from "../server/page-state.ts";
import { Conversation } from "./conversation/conversation.tsx";
import { findConversation, firstPlace, titleOf } from "./conversation/place.ts";
import { PanelIcon, SymMark, WarningIcon } from "./icons.tsx";
import { ActorProvider } from "./live/actor.tsx";
import { writeAddress } from "./live/address-bar.ts";
import { type Connection, lookAs, useLive } from "./live/live-state.ts";
import { Modal } from "./modal/modal.tsx";
import { useFocusAfterModal } from "./modal/use-modal-focus.ts";
import { DirectoryProvider, nameOf } from "./people/directory.tsx";
import { PersonRail } from "./people/person-rail.tsx";
import { Sidebar } from "./sidebar/sidebar.tsx";
import { TargetPanel } from "./target/target-panel.tsx";

type Pointed = { channel: string; ts: string };

export const App = ({ startPlace }: { startPlace: string | undefined }) => {
  const { state, connection, arrivedAt } = useLive();
  if (state === null) {
    return (
      <p className="starting" role="status">
        {connection === "lost" ? "The playground does not answer." : "Opening the playground…"}
      </p>
    );
  }
  return (
    <ActorProvider as={state.snapshot.me.id}>
      <Page state={state} arrivedAt={arrivedAt} connection={connection} startPlace={startPlace} />
    </ActorProvider>
  );
};

const Page = (props: {
  state: PageState;
  arrivedAt: number;
  connection: Connection;
  startPlace: string | undefined;
}) => {
  const { state, arrivedAt, connection, startPlace } = props;
  const { snapshot, cast } = state;
  const me = snapshot.me.id;
  const [places, setPlaces] = useState<Record<string, string>>(() =>
    startPlace === undefined ? {} : { [me]: startPlace },
  );
  const [pointed, setPointed] = useState<Pointed | undefined>(undefined);
  const [panelOpen, setPanelOpen] = useState(false);

  const first = useMemo(() => firstPlace(snapshot), [snapshot]);
  const channel = findConversation(snapshot, places[me]) ?? findConversation(snapshot, first);
  const place = channel?.id;
  const title = channel === undefined ? "" : `${titleOf(snapshot, channel)} · `;
  const name = nameOf(snapshot.me, me);
  useEffect(() => {
    document.title = `${name} · ${title}Sym playground`;
  }, [name, title]);
  // Once shown, a conversation stays until another is chosen: news elsewhere must not pull it away.
  useEffect(() => {
    if (place === undefined) return;
    setPlaces((all) => (all[me] === place ? all : { ...all, [me]: place }));
    writeAddress({ as: me, place });
  }, [me, place]);

  const open = useCallback(
    (id: string, ts?: string) => {
      setPlaces((all) => ({ ...all, [me]: id }));
      setPointed(ts === undefined ? undefined : { channel: id, ts });
    },
    [me],
  );
  const become = useCallback((person: string) => {
    setPointed(undefined);
    void lookAs(person);
  }, []);
  const modal = snapshot.modals.at(-1);
  const rememberFocus = useFocusAfterModal(modal !== undefined);

  return (
    <div className={panelOpen ? "page is-panel-open" : "page"}>
      <header className="page-head">
        <span className="page-mark" aria-hidden="true">
          <SymMark />
        </span>
        <span className="page-name">Sym playground</span>
        <span className="page-label">{labelOf(state.panel)}</span>
        {connection === "lost" && (
          <span className="page-lost" role="alert">
            The playground has stopped. Start it again; this page will find it.
          </span>
        )}
        <button
          type="button"
          className={isBotDown(state.panel) ? "tool panel-toggle is-down" : "tool panel-toggle"}
          aria-expanded={panelOpen}
          onClick={() => setPanelOpen(!panelOpen)}
        >
          {isBotDown(state.panel) ? (
            <>
              <WarningIcon /> The bot is not running
            </>
          ) : (
            <>
              <PanelIcon /> Tour and target
            </>
          )}
        </button>
      </header>
      <PersonRail cast={cast} people={snapshot.people} me={me} onBecome={become} />
      <DirectoryProvider snapshot={snapshot} open={open}>
        <div className="window">
          {/* biome-ignore lint/a11y/noStaticElementInteractions: it only remembers where the focus was. */}
          <div className="window-content" inert={modal !== undefined} onFocus={rememberFocus}>
            <Sidebar snapshot={snapshot} place={place} onOpen={open} />
            {channel === undefined ? (
              <main className="conversation">
                <p className="empty-note">Nothing to see here for this person.</p>
              </main>
            ) : (
              <Conversation
                key={`${me} ${channel.id}`}
                snapshot={snapshot}
                channel={channel}
                pointedAt={pointed?.channel === channel.id ? pointed.ts : undefined}
                onBecome={become}
              />
            )}
          </div>
          {modal !== undefined && <Modal key={`${me} ${modal.id}`} modal={modal} />}
        </div>
        <TargetPanel state={state} arrivedAt={arrivedAt} onBecome={become} />
      </DirectoryProvider>
    </div>
  );
};

const isBotDown = (panel: PanelReading): boolean => panel.ok && !panel.state.bot.ready && !panel.state.bot.reloading;

/** No more than is so: a Target may be a real service somewhere else. */
const labelOf = (panel: PanelReading): string => {
  if (!panel.ok) return "Simulated Slack.";
  const { reaches } = panel.state;
  return reaches.length === 0
    ? "Simulated Slack. Nothing leaves this computer."
    : `Simulated Slack. Your Flows really call ${reaches.join(", ")}.`;
};
