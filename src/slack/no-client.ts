// Stands in the bundle for `slack-web-api-client`, which slack-edge makes an instance of for every request and which knows only
// Slack's public address. Every call that Sym makes goes through client.ts; one through this is a bug and says so.

export class SlackAPIClient {}

export class ResponseUrlSender {
  async call(): Promise<never> {
    throw new Error("slack-edge's own client is not part of Sym");
  }
}

/** Debug output would hold whole payloads. */
export const isDebugLogEnabled = (): boolean => false;
export const prettyPrint = (): string => "";
