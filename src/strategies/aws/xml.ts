// Reads the XML in which IAM and STS answer: elements, text, and the five entities that XML itself knows. Whatever else there is
// in XML (types of documents, CDATA, comments, instructions) AWS does not send there, and it is refused rather than understood.

export interface Element {
  readonly name: string;
  /** What stands directly in it, entities resolved; white space between elements is left out. */
  readonly text: string;
  readonly children: readonly Element[];
}

interface Open {
  readonly name: string;
  text: string;
  readonly children: Element[];
}

const MAX_DEPTH = 20;
const DECLARATION = /^\uFEFF?\s*(?:<\?xml\s[^<>?]*\?>)?\s*/;
/** A tag, or what stands between two. Attributes are skipped: AWS has nothing but name spaces in them. */
const TOKEN = /<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Null for what is no such document, from its first character to its last. */
export function readXml(text: string): Element | null {
  const start = DECLARATION.exec(text)?.[0].length ?? 0;
  const document: Open = { name: "", text: "", children: [] };
  const open: Open[] = [document];
  TOKEN.lastIndex = start;
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text);
    const inside = open.at(-1);
    if (token === null || inside === undefined) return null;
    const [, closes, name = "", , empty, between] = token;
    if (between !== undefined) {
      const said = resolved(between);
      if (said === null) return null;
      inside.text += said;
    } else if (closes === "/") {
      if (open.length < 2 || inside.name !== name || empty === "/") return null;
      open.pop();
      open.at(-1)?.children.push(closed(inside));
    } else if (empty === "/") inside.children.push({ name, text: "", children: [] });
    else if (open.push({ name, text: "", children: [] }) > MAX_DEPTH) return null;
  }
  const [root, ...more] = document.children;
  return root !== undefined && more.length === 0 && open.length === 1 && document.text.trim() === "" ? root : null;
}

const closed = ({ name, text, children }: Open): Element => ({
  name,
  text: children.length > 0 && text.trim() === "" ? "" : text,
  children,
});

/** Null where there is an ampersand that begins nothing known. */
function resolved(text: string): string | null {
  let known = true;
  const said = text.replace(/&(?:([#a-zA-Z0-9]{1,8});)?/g, (_, entity: string | undefined) => {
    const meant = entity === undefined ? null : meantBy(entity);
    if (meant === null) known = false;
    return meant ?? "";
  });
  return known ? said : null;
}

function meantBy(entity: string): string | null {
  if (/^#\d+$/.test(entity)) return characterOf(Number.parseInt(entity.slice(1), 10));
  if (/^#x[0-9A-Fa-f]+$/.test(entity)) return characterOf(Number.parseInt(entity.slice(2), 16));
  return Object.hasOwn(ENTITIES, entity) ? (ENTITIES[entity] ?? null) : null;
}

const characterOf = (code: number): string | null =>
  code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : null;

/** The first element of this path below `root`, whose own name is not in it; null where there is none. */
export function find(root: Element, ...path: readonly string[]): Element | null {
  let at: Element | null = root;
  for (const name of path) at = at?.children.find((child) => child.name === name) ?? null;
  return at;
}

export const textAt = (root: Element, ...path: readonly string[]): string | null => find(root, ...path)?.text ?? null;

/** What a list holds; none where there is no such list. */
export const membersAt = (root: Element, ...path: readonly string[]): readonly Element[] =>
  find(root, ...path)?.children.filter(({ name }) => name === "member") ?? [];
