// The three characters that Slack escapes in text. Decoding is the very last step before a text is shown:
// never done before parsing, or an escaped mention would come alive.

const ENTITIES: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** Text as it is read: `&amp;`, `&lt;` and `&gt;` become their characters, once; no other entity is known. */
export const decodeEntities = (text: string): string =>
  text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);
