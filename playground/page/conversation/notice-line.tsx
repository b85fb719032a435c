// What Slack itself says about something that did not work: seen here by this person alone, gone with the page.
// Never sent anywhere.
import { createContext, useContext } from "react";
import { CloseIcon, EyeIcon, WarningIcon } from "../icons.tsx";

export type Notice = {
  key: string;
  text: string /** The ts of the message that it came after. */;
  after: string | undefined;
};

export const NoticeContext = createContext<(text: string) => void>(() => undefined);

/** Says something in Slack's own voice under the last message of the open conversation. */
export const useNotice = (): ((text: string) => void) => useContext(NoticeContext);

export const NoticeLine = ({ notice, onDismiss }: { notice: Notice; onDismiss: () => void }) => (
  <article className="message is-ephemeral is-notice" aria-label="Slack says">
    <div className="message-margin">
      <span className="avatar avatar-medium avatar-notice" aria-hidden="true">
        <WarningIcon />
      </span>
    </div>
    <div className="message-body" role="alert">
      <div className="message-only-you">
        <EyeIcon /> Only visible to you
      </div>
      <div className="message-head">
        <span className="message-author">Slackbot</span>
      </div>
      <div className="message-text">{notice.text}</div>
    </div>
    <button type="button" className="tool notice-dismiss" aria-label="Dismiss" onClick={onDismiss}>
      <CloseIcon />
    </button>
  </article>
);
