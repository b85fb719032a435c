// The shape of rich text: sections, lists, quotes and preformatted text, and the pieces inside them.
// Never treats a piece of text as markup: in rich text only its own element types are mentions and links.
import { among, byType, type Check, flag, list, record, text, whole } from "./shape.ts";

const style = {
  style: record(
    {},
    {
      bold: flag,
      italic: flag,
      strike: flag,
      code: flag,
      underline: flag,
      highlight: flag,
      client_highlight: flag,
      unlink: flag,
    },
  ),
};

const type = (name: string) => ({ type: among(name) });
const filled = text({ min: 1 });

const plainPiece = record({ ...type("text"), text: filled }, style);
const linkPiece = record({ ...type("link"), url: filled }, { text: text(), unsafe: flag, ...style });

const piece: Check = byType({
  text: plainPiece,
  link: linkPiece,
  broadcast: record({ ...type("broadcast"), range: among("here", "channel", "everyone") }, style),
  channel: record({ ...type("channel"), channel_id: filled }, style),
  color: record({ ...type("color"), value: filled }, style),
  date: record({ ...type("date"), timestamp: whole(), format: filled }, { url: filled, fallback: filled, ...style }),
  emoji: record({ ...type("emoji"), name: filled }, { unicode: text(), url: text(), skin_tone: whole(), ...style }),
  team: record({ ...type("team"), team_id: filled }, style),
  user: record({ ...type("user"), user_id: filled }, style),
  usergroup: record({ ...type("usergroup"), usergroup_id: filled }, style),
});

const border = { border: among(0, 1) };

const section = record({ ...type("rich_text_section"), elements: list(piece) });

const paragraph: Check = byType({
  rich_text_section: section,
  rich_text_list: record(
    { ...type("rich_text_list"), elements: list(section, { min: 1 }), style: among("bullet", "ordered") },
    { indent: whole({ min: 0, max: 8 }), offset: whole({ min: 0 }), ...border },
  ),
  rich_text_quote: record({ ...type("rich_text_quote"), elements: list(piece, { min: 1 }) }, border),
  rich_text_preformatted: record(
    { ...type("rich_text_preformatted"), elements: list(byType({ text: plainPiece, link: linkPiece }), { min: 1 }) },
    { language: text(), ...border },
  ),
});

/** The `elements` of a rich_text block. */
export const richTextElements: Check = list(paragraph, { min: 1 });

/** A whole rich_text object, as the initial value of an input. */
export const richTextValue: Check = record({ ...type("rich_text"), elements: richTextElements }, { block_id: text() });
