// The page's drawing without a browser: one message or one modal as markup, for the tests of what text can do to it.
// Never part of the page itself: nothing here is bundled into it.
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import type { ModalState, Snapshot, VisibleMessage } from "../slack/types.ts";
import { Message } from "./conversation/message.tsx";
import { ActorProvider } from "./live/actor.tsx";
import { Modal } from "./modal/modal.tsx";
import { DirectoryProvider } from "./people/directory.tsx";

const draw = (snapshot: Snapshot, what: ReactNode): string =>
  renderToStaticMarkup(
    <ActorProvider as={snapshot.me.id}>
      <DirectoryProvider snapshot={snapshot} open={() => undefined}>
        {what}
      </DirectoryProvider>
    </ActorProvider>,
  );

export const drawMessage = (snapshot: Snapshot, message: VisibleMessage): string =>
  draw(snapshot, <Message message={message} follows={false} pointedAt={false} />);

export const drawModal = (snapshot: Snapshot, modal: ModalState): string => draw(snapshot, <Modal modal={modal} />);
