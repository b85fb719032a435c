// A link in a message. One that leads into this workspace opens the conversation here.
// Never leaves the page by itself: other addresses open in a tab of their own, which learns nothing of this one.
import type { ReactNode } from "react";
import { useDirectory } from "../people/directory.tsx";

const ARCHIVES = /^\/archives\/([A-Z0-9]+)(?:\/p(\d{10})(\d{6}))?\/?$/;

/** The conversation and message that a permalink of this workspace names. */
export const permalinkTarget = (href: string, teamDomain: string): { channel: string; ts?: string } | undefined => {
  if (!URL.canParse(href)) return undefined;
  const { hostname, pathname } = new URL(href);
  const match = ARCHIVES.exec(pathname);
  const [channel, seconds, micros] = [match?.[1], match?.[2], match?.[3]];
  if (!hostname.startsWith(`${teamDomain}.`) || channel === undefined) return undefined;
  return seconds === undefined ? { channel } : { channel, ts: `${seconds}.${micros}` };
};

export const SlackLink = ({ href, children }: { href: string; children: ReactNode }) => {
  const { teamDomain, open } = useDirectory();
  const target = permalinkTarget(href, teamDomain);
  if (target !== undefined) {
    return (
      <button type="button" className="link" onClick={() => open(target.channel, target.ts)}>
        {children}
      </button>
    );
  }
  return (
    <a className="link" href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
};
