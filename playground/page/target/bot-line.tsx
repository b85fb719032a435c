// Whether the bot is there: silent while all is well, plain words while it reloads or when its settings are wrong.
// Never hides the bot's own message: it names the Flow and the field to mend.
import type { PanelState } from "../../server/panel.ts";
import { WarningIcon } from "../icons.tsx";

export const BotLine = ({ bot }: { bot: PanelState["bot"] }) => {
  if (bot.reloading) {
    return (
      <p className="bot-line" role="status">
        <span className="spinner" aria-hidden="true" /> The bot is reloading
        {bot.message === undefined ? "" : `: ${bot.message}`}
      </p>
    );
  }
  if (bot.ready && bot.message === undefined) return null;
  return (
    <div className={bot.ready ? "bot-line" : "bot-line is-down"} role="alert">
      <WarningIcon />
      <span className="bot-message">
        {bot.ready ? "" : "The bot is not running. "}
        {bot.message}
      </span>
    </div>
  );
};
