/** Draws the rules of the notation as railroad diagrams, one below the other, in one SVG picture. */
import type { Notation, Rule } from "./ebnf.ts";

/** A drawing on a rail that runs from left to right at height `y`. */
interface Box {
  readonly width: number;
  /** Room above and below the rail. */
  readonly up: number;
  readonly down: number;
  readonly draw: (x: number, y: number) => readonly string[];
}

const HALF = 11;
const GAP = 10;
const SIDE = 20;
const CHARACTER = 7.25;
const MARGIN = 20;

export function railroadSvg(rules: readonly Rule[]): string {
  const known = new Set(rules.map(({ name }) => name));
  const parts: string[] = [];
  let width = 0;
  let y = MARGIN;
  for (const { name, body } of rules) {
    const box = boxOf(body, known);
    const rail = y + 26 + box.up;
    parts.push(`<g id="${name}"><text class="rule" x="${MARGIN}" y="${y + 14}">${name}</text>`);
    parts.push(`<path d="M${MARGIN} ${rail - 6}v12M${MARGIN} ${rail}h${SIDE}"/>`, ...box.draw(MARGIN + SIDE, rail));
    const end = MARGIN + SIDE + box.width;
    parts.push(`<path d="M${end} ${rail}h${SIDE}M${end + SIDE} ${rail - 6}v12"/></g>`);
    width = Math.max(width, end + SIDE + MARGIN);
    y = rail + box.down + 26;
  }
  return [...opening(Math.ceil(width), Math.ceil(y)), ...parts, "</svg>", ""].join("\n");
}

function opening(width: number, height: number): readonly string[] {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    "<title>The grammar of Proviso policies</title>",
    "<style>",
    "svg{background:#fff}path{fill:none;stroke:#444;stroke-width:1.5;stroke-linejoin:round}",
    "text{font:12px ui-monospace,Menlo,Consolas,monospace;fill:#111}text.rule{font-weight:bold;font-size:14px}",
    "rect{stroke:#444;fill:#fff4d6}rect.text{fill:#e3f0ff}",
    "</style>",
  ];
}

function boxOf(node: Notation, known: ReadonlySet<string>): Box {
  switch (node.kind) {
    case "text":
      return labelled(node.text, "text");
    case "name":
      return known.has(node.name) ? linked(node.name) : labelled(node.name, "name");
    case "sequence":
      return sequence(joined(node.parts), known);
    case "choice":
      return choice(node.options.map((option) => boxOf(option, known)));
    case "optional":
      return choice([straight, boxOf(node.inner, known)]);
    case "repeated":
      return choice([straight, loop(boxOf(node.inner, known), straight)]);
  }
}

const straight: Box = { width: 0, up: 0, down: 0, draw: () => [] };

function labelled(text: string, kind: "text" | "name"): Box {
  const width = text.length * CHARACTER + 18;
  return {
    width,
    up: HALF,
    down: HALF,
    draw: (x, y) => [
      `<rect class="${kind}" x="${round(x)}" y="${round(y - HALF)}" width="${round(width)}" height="${2 * HALF}" rx="${kind === "text" ? HALF : 2}"/>`,
      `<text x="${round(x + 9)}" y="${round(y + 4)}">${escaped(text)}</text>`,
    ],
  };
}

function linked(name: string): Box {
  const box = labelled(name, "name");
  return { ...box, draw: (x, y) => [`<a href="#${name}">`, ...box.draw(x, y), "</a>"] };
}

/** `a { "," a }` is one loop through `a` that comes back over the comma. */
type Part = Notation | { readonly kind: "list"; readonly element: Notation; readonly separator: Notation };

function joined(parts: readonly Notation[]): readonly Part[] {
  const out: Part[] = [];
  for (const part of parts) {
    const before = out.at(-1);
    const inner = part.kind === "repeated" && part.inner.kind === "sequence" ? part.inner.parts : [];
    const [separator, element] = inner;
    const isList = inner.length === 2 && before !== undefined && JSON.stringify(element) === JSON.stringify(before);
    if (isList && separator && element) out[out.length - 1] = { kind: "list", element, separator };
    else out.push(part);
  }
  return out;
}

function sequence(parts: readonly Part[], known: ReadonlySet<string>): Box {
  const boxes = parts.map((part) =>
    part.kind === "list" ? loop(boxOf(part.element, known), boxOf(part.separator, known)) : boxOf(part, known),
  );
  return {
    width: boxes.reduce((sum, { width }) => sum + width, 0) + GAP * (boxes.length - 1),
    up: Math.max(...boxes.map(({ up }) => up)),
    down: Math.max(...boxes.map(({ down }) => down)),
    draw: (x, y) => {
      const lines: string[] = [];
      let at = x;
      for (const [index, box] of boxes.entries()) {
        if (index > 0) lines.push(rail(at, y, GAP));
        at += index > 0 ? GAP : 0;
        lines.push(...box.draw(at, y));
        at += box.width;
      }
      return lines;
    },
  };
}

/** Ways below one another, the first on the rail. */
function choice(boxes: readonly Box[]): Box {
  const inner = Math.max(...boxes.map(({ width }) => width));
  const offsets: number[] = [];
  let down = 0;
  for (const [index, box] of boxes.entries()) {
    const offset = index === 0 ? 0 : down + GAP + box.up;
    offsets.push(offset);
    down = offset + box.down;
  }
  const width = inner + 2 * SIDE;
  return {
    width,
    up: boxes[0]?.up ?? 0,
    down,
    draw: (x, y) =>
      boxes.flatMap((box, index) => {
        const way = y + (offsets[index] ?? 0);
        const end = x + SIDE + box.width;
        const into = index === 0 ? rail(x, y, SIDE) : `<path d="M${round(x)} ${round(y)}h${SIDE / 2}V${round(way)}h${SIDE / 2}"/>`;
        const toRight = round(x + width - SIDE / 2);
        const out = `<path d="M${round(end)} ${round(way)}H${toRight}V${round(y)}h${SIDE / 2}"/>`;
        return [into, ...box.draw(x + SIDE, way), out];
      }),
  };
}

/** Once or more, with `back` on the way back. */
function loop(box: Box, back: Box): Box {
  const inner = Math.max(box.width, back.width);
  const offset = box.down + GAP + back.up;
  const width = inner + 2 * SIDE;
  return {
    width,
    up: box.up,
    down: offset + back.down + 2,
    draw: (x, y) => {
      const way = y + offset;
      const left = x + SIDE + (inner - back.width) / 2;
      return [
        rail(x, y, SIDE),
        ...box.draw(x + SIDE, y),
        rail(x + SIDE + box.width, y, width - SIDE - box.width),
        `<path d="M${round(x + width - SIDE / 2)} ${round(y)}V${round(way)}H${round(left + back.width)}M${round(left)} ${round(way)}H${round(x + SIDE / 2)}V${round(y)}"/>`,
        ...back.draw(left, way),
      ];
    },
  };
}

const rail = (x: number, y: number, width: number): string => `<path d="M${round(x)} ${round(y)}h${round(width)}"/>`;
const round = (value: number): number => Math.round(value * 100) / 100;
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
