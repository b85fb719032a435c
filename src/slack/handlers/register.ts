// Which listener takes what: the table of contents of this folder. What none of them takes is answered and logged, not shown.
import type { SlackApp, SlackSocketModeAppEnv } from "slack-edge";
import { COMMAND, HOME_OPENED, PERSON_CHANGED, SHORTCUT } from "../entry-points.ts";
import { PICKER } from "../views/flow-picker.ts";
import { FORM_ACTIONS } from "../views/request-form.ts";
import { APPROVE, onApprove } from "./approve.ts";
import { CLOSE, CLOSE_SENT, onClose, onCloseSent } from "./close.ts";
import { onCommand } from "./command.ts";
import { DENY, DENY_SENT, onDeny, onDenySent } from "./deny.ts";
import { CANCEL, onCancel, onRevoke, REVOKE } from "./end.ts";
import { onFormChanged } from "./form-changed.ts";
import type { Front } from "./front.ts";
import { NEW_REQUEST, onHomeOpened, onNewRequest } from "./home.ts";
import { listen } from "./listen.ts";
import { ASKING, onSuggestion } from "./options.ts";
import { onPersonChanged } from "./person-changed.ts";
import { onEnvironmentChosen, onPicked, PICKED } from "./pick-flow.ts";
import { onRevokeAllSent, REVOKE_ALL_SENT } from "./revoke-all.ts";
import { onShortcut } from "./shortcut.ts";
import { onShowCredential, SHOW_CREDENTIAL } from "./show-credential.ts";
import { FORM_SENT, onFormSent } from "./submit-form.ts";
import { answerUnknown, ignored } from "./unknown.ts";

/** Matches every id. */
const ANY = /^/;

export function registerListeners(app: SlackApp<SlackSocketModeAppEnv>, front: Front): void {
  const { log } = front;

  // Before slack-edge looks for a listener: where it finds none, it prints the whole payload.
  app.beforeAuthorize(async ({ body }) => answerUnknown(log, body, [HOME_OPENED, PERSON_CHANGED]) ?? undefined);

  app.command(COMMAND, ...listen(front, onCommand));
  app.globalShortcut(SHORTCUT, ...listen(front, onShortcut));

  app.action(APPROVE, ...listen(front, onApprove));
  app.action(DENY, ...listen(front, onDeny));
  app.action(CANCEL, ...listen(front, onCancel));
  app.action(REVOKE, ...listen(front, onRevoke));
  app.action(CLOSE, ...listen(front, onClose));
  app.action(SHOW_CREDENTIAL, ...listen(front, onShowCredential));
  app.action(NEW_REQUEST, ...listen(front, onNewRequest));
  app.action(PICKER.environment, ...listen(front, onEnvironmentChosen));
  for (const changed of FORM_ACTIONS) app.action(changed, ...listen(front, onFormChanged));

  app.viewSubmission(PICKED, ...listen(front, onPicked));
  app.viewSubmission(FORM_SENT, ...listen(front, onFormSent));
  app.viewSubmission(DENY_SENT, ...listen(front, onDenySent));
  for (const sent of CLOSE_SENT) app.viewSubmission(sent, ...listen(front, onCloseSent));
  app.viewSubmission(REVOKE_ALL_SENT, ...listen(front, onRevokeAllSent));

  const [suggest] = listen(front, onSuggestion);
  for (const actionId of ASKING) app.options(actionId, suggest);

  // slack-edge answers an event by itself and leaves the rest to what follows.
  const [drawHome, afterwards] = listen(front, onHomeOpened);
  app.event(HOME_OPENED, async (request) => {
    await drawHome(request);
    await afterwards(request);
  });
  const [hear, look] = listen(front, onPersonChanged);
  app.event(PERSON_CHANGED, async (request) => {
    await hear(request);
    await look(request);
  });

  app.command(ANY, async ({ body }) => ignored(log, "command", body["command"]));
  app.globalShortcut(ANY, async ({ body }) => ignored(log, "shortcut", body["callback_id"]));
  app.action(ANY, async ({ payload }) => ignored(log, "action", payload.actions[0]?.action_id));
  app.viewSubmission(ANY, async ({ payload }) => ignored(log, "view", payload.view.callback_id));
  app.options(ANY, async ({ payload }) => {
    ignored(log, "suggestion", payload.action_id);
    return { options: [] };
  });
}
