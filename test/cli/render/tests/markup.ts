/** Reads XML and the HTML that is written like it, strictly: whatever is not closed, not quoted or not escaped is refused. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  text: string;
}

const TAG = /<(?:(?<close>\/[a-z][a-z0-9]*)|(?<open>[a-z][a-z0-9]*)(?<attributes>(?:\s+[a-z-]+="[^"<]*")*)(?<empty>\/)?)>/y;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#10": "\n" };

/** `empty` names the elements that HTML never closes. */
export function parseMarkup(document: string, empty: readonly string[] = []): Element {
  const top: Element = { name: "", attributes: new Map(), children: [], text: "" };
  const open = [top];
  const source = document.replace(/^(?:<\?xml version="1\.0" encoding="UTF-8"\?>|<!doctype html>)\n/, "");
  for (let at = 0; at < source.length;) {
    const inside = open.at(-1) ?? top;
    TAG.lastIndex = at;
    const tag = source[at] === "<" ? TAG.exec(source) : undefined;
    if (tag === null) throw new Error(`no tag at ${at}: ${source.slice(at, at + 60)}`);
    if (tag === undefined) {
      const end = source.indexOf("<", at) < 0 ? source.length : source.indexOf("<", at);
      inside.text += plain(source.slice(at, end));
      at = end;
      continue;
    }
    at = TAG.lastIndex;
    const { close, open: name = "", attributes = "" } = tag.groups ?? {};
    if (close !== undefined) {
      if (open.length === 1 || inside.name !== close.slice(1)) throw new Error(`<${close}> closes <${inside.name}>`);
      open.pop();
      continue;
    }
    const element: Element = { name, attributes: attributesOf(attributes), children: [], text: "" };
    inside.children.push(element);
    if (tag.groups?.["empty"] === undefined && !empty.includes(name)) open.push(element);
  }
  const [root] = top.children;
  if (open.length !== 1 || root === undefined || top.children.length !== 1 || top.text.trim() !== "")
    throw new Error("not one whole element");
  return root;
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  const all = [...text.matchAll(/([a-z-]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, plain(value)] as const);
  if (new Set(all.map(([name]) => name)).size !== all.length) throw new Error(`an attribute twice: ${text}`);
  return new Map(all);
}

function plain(text: string): string {
  // XML 1.0 §2.2: no other control characters, not even by reference.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u.test(text)) throw new Error(`a character that XML forbids: ${text}`);
  return text.replace(/&([^;]*;)?/g, (whole, name: string | undefined) => {
    const character = ENTITIES[name?.slice(0, -1) ?? ""];
    if (character === undefined) throw new Error(`no entity: ${whole}`);
    return character;
  });
}

/** Every element of that name below and with this one, in order. */
export function named(element: Element, name: string): readonly Element[] {
  return [...(element.name === name ? [element] : []), ...element.children.flatMap((child) => named(child, name))];
}

/** All text of an element and those in it. */
export function textOf(element: Element): string {
  return element.text + element.children.map(textOf).join("");
}
