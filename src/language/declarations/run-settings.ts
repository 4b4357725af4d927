/** What a run sets, over what the main file says: configuration first, then the command line. `language.md` §5.7. */
import { scalars, type ScalarType, type Type, type Value } from "../../base/index.ts";
import { SourceFile, type Diagnostic, type Span } from "../../diagnostics/index.ts";
import type { Parameter } from "../checked/index.ts";
import type { Declaring } from "./declaring.ts";
import { refuse, unknownParameter, withValue, type DeclaredParameter } from "./parameters.ts";
import type { RunParameter, RunSettings } from "./ports.ts";
import { memberNumber, notValid, withoutRepeats } from "./values.ts";

type Report = (diagnostic: Diagnostic) => void;

/** What the run sets, as texts that diagnostics can point into. */
export interface SettingsText {
  readonly sources: readonly SourceFile[];
  readonly settings: readonly LocatedSetting[];
}
interface LocatedSetting {
  readonly setting: RunParameter;
  readonly nameSpan: Span;
  readonly valueSpan: Span;
}

const layers = [
  { layer: "configuration", file: "configuration" },
  { layer: "command-line", file: "command line" },
] as const;

/** One line for each setting, `name=value`, in the order in which they apply. */
export function settingsText(settings: RunSettings): SettingsText {
  const sources: SourceFile[] = [];
  const located: LocatedSetting[] = [];
  for (const { layer, file } of layers) {
    let text = "";
    for (const setting of settings.parameters) {
      if (setting.layer !== layer) continue;
      const start = text.length;
      const equals = start + setting.name.length;
      text += `${setting.name}=${setting.value}\n`;
      const nameSpan = { file, start, end: equals };
      located.push({ setting, nameSpan, valueSpan: { file, start: equals + 1, end: text.length - 1 } });
    }
    if (text !== "") sources.push(new SourceFile(file, text));
  }
  return { sources, settings: located };
}

/** The main file's parameters with what the run sets. Refused ones keep what they had. */
export function applyRun(
  declaring: Declaring,
  declared: ReadonlyMap<string, DeclaredParameter>,
  parameters: Map<string, Parameter>,
  text: SettingsText,
): void {
  const report: Report = (diagnostic) => declaring.report(diagnostic);
  const relaxed = relaxable(declaring);
  for (const { setting, nameSpan, valueSpan } of text.settings) {
    const parameter = declared.get(setting.name);
    if (parameter === undefined) {
      if (!declaring.poisoned.has(setting.name)) report(unknownParameter("the policy", setting.name, nameSpan, declared.keys()));
      continue;
    }
    const value = readText(setting.value, parameter.type, valueSpan, report);
    const freedom = relaxed.has(setting.name) ? "relax" : "tighten";
    const refused = value === undefined ? undefined : refuse(parameter, value, valueSpan, freedom);
    if (refused !== undefined) report(refused);
    if (value !== undefined && refused === undefined) parameters.set(setting.name, withValue(parameter, value, setting.layer));
    else if (!parameters.has(setting.name)) declaring.poisoned.add(setting.name);
  }
}

/** What the gate of this run `may relax`. */
function relaxable({ input, module }: Declaring): ReadonlySet<string> {
  const gates = module.file.items.filter((item) => item.kind === "gate");
  const only = gates.length === 1 ? gates[0] : undefined;
  const gate = input.settings.gate === undefined ? only : gates.find((candidate) => candidate.name.text === input.settings.gate);
  const lists = gate?.clauses.filter((clause) => clause.kind === "may-relax") ?? [];
  return new Set(lists.flatMap((clause) => clause.params.map((name) => name.text)));
}

function readText(text: string, type: Type, span: Span, report: Report): Value | undefined {
  if (type.kind !== "set" && type.kind !== "list") return readOne(text, type, span, report);
  const { of } = type;
  const parts = text.trim() === "" ? [] : text.split(",");
  let at = span.start;
  const values = parts.map((part) => {
    const lead = part.length - part.trimStart().length;
    const partSpan = { file: span.file, start: at + lead, end: at + lead + part.trim().length };
    at += part.length + 1;
    return readOne(part, of, partSpan, report);
  });
  if (values.includes(undefined)) return undefined;
  const present = values.filter((value) => value !== undefined);
  const distinct = type.kind === "set" ? withoutRepeats(present, type.of) : present;
  return distinct.map((value) => ({ value }));
}

function readOne(text: string, type: Type, span: Span, report: Report): Value | undefined {
  if (type.kind === "enum") return memberNumber(text.trim(), span, type, report);
  return type.kind === "scalar" ? readScalar(text.trim(), type, span, report) : undefined;
}

function readScalar(text: string, { name }: ScalarType, span: Span, report: Report): Value | undefined {
  const read = scalars[name].parse(text);
  if (read.ok) return read.value;
  report(notValid(span, text, name, read.error));
  return undefined;
}
