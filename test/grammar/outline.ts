import { parse, type Parsed } from "../../grammar/index.ts";
import { SourceFile } from "../../src/diagnostics/index.ts";

/** A tree as text: each node as `kind(members)` without spans, so that a table can show it. */
export function outline(node: unknown): string {
  if (Array.isArray(node)) return `[${node.map(outline).join(" ")}]`;
  if (typeof node !== "object" || node === null) return String(node);
  const { kind, span: _span, opSpan: _opSpan, ...members } = node as Record<string, unknown>;
  const parts = Object.entries(members).map(([name, value]) => `${name}=${outline(value)}`);
  if (kind === "name") return String(members["text"]);
  if (kind === "string") return JSON.stringify(members["value"]);
  if (kind === "int" || kind === "decimal") return String(members["digits"]);
  if (kind === "path") return [members["root"], ...(members["fields"] as unknown[])].map(outline).join(".");
  return kind === undefined ? `(${parts.join(" ")})` : `${kind as string}(${parts.join(" ")})`;
}

/** A tree over several lines, two spaces deeper for each level. */
export function longOutline(node: unknown, indent = ""): string {
  const short = outline(node);
  if (short.length + indent.length <= 120 || typeof node !== "object" || node === null) return `${indent}${short}\n`;
  const deeper = `${indent}  `;
  if (Array.isArray(node)) return node.map((element) => longOutline(element, indent)).join("");
  const { kind, span: _span, opSpan: _opSpan, ...members } = node as Record<string, unknown>;
  const lines = Object.entries(members).map(([name, value]) => {
    const text = outline(value);
    return text.length + deeper.length <= 110 ? `${deeper}${name}=${text}\n` : `${deeper}${name}=\n${longOutline(value, `${deeper}  `)}`;
  });
  return `${indent}${String(kind)}\n${lines.join("")}`;
}

export interface Read extends Parsed {
  readonly text: string;
}

export function read(text: string): Read {
  return { ...parse(new SourceFile("test.policy", text)), text };
}

/** `E1001 "the text it points at" message` for each diagnostic. */
export function summaries({ diagnostics, text }: Read): readonly string[] {
  return diagnostics.map(({ code, span, message }) => `${code} ${JSON.stringify(text.slice(span.start, span.end))} ${message}`);
}

export const header = "policy p version 1\n";
export const inControl = (body: string): string => `${header}control C-01 "title" {\n${body}\n}\n`;
export const inBlock =
  (opening: string) =>
  (body: string): string =>
    `${header}${opening} {\n${body}\n}\n`;
