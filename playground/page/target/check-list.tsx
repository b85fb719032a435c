// What was really tried at the target a moment ago, and how it went.
// Never a guess from the roles: each line is a statement that ran.
import type { PanelCheck } from "../../server/panel.ts";
import { CheckIcon, CloseIcon } from "../icons.tsx";

export const CheckList = ({ checks }: { checks: PanelCheck[] }) => {
  if (checks.length === 0) return null;
  return (
    <div className="checks">
      <h3>Tried just now</h3>
      <ul aria-label="Tried just now">
        {checks.map(({ account, statement, allowed, detail }) => (
          <li key={`${account} ${statement}`} className={allowed ? "check is-allowed" : "check is-denied"}>
            <span className="check-mark">{allowed ? <CheckIcon /> : <CloseIcon />}</span>
            <span className="check-words">
              <span>
                <strong>{account}</strong> <code>{statement}</code>
              </span>
              <span className="check-detail">
                {allowed ? "allowed" : "denied"}
                {detail === "" ? "" : `: ${detail}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
};
