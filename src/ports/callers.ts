// How often one address on the internet may get it wrong or ask for health, and one person may click.

/** False: this address has had its share of this minute. Never throws; what Slack has signed is never counted. */
export type Callers = (request: Request) => Promise<boolean>;

/** False: this person has clicked too often within a minute. Asks no record and nobody else, and never throws. */
export type Pace = (person: string) => Promise<boolean>;
