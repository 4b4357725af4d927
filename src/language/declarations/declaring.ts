/** What is at hand while the declarations of one file are checked. */
import type { EnumDeclaration, Param, PredicateDeclaration, RecordDeclaration, Trust } from "../../../grammar/index.ts";
import type { Diagnostic, Span } from "../../diagnostics/index.ts";
import type { ModuleScope } from "../checked/index.ts";
import type { LoadedModule, LoadedUse } from "./loaded-module.ts";
import type { DeclareInput } from "./ports.ts";

export interface Declaring {
  readonly input: DeclareInput;
  readonly module: LoadedModule;
  readonly names: DeclaredNames;
  /** By alias; a failed import is not here but among the poisoned names. */
  readonly uses: ReadonlyMap<string, ModuleScope>;
  readonly poisoned: Set<string>;
  report(diagnostic: Diagnostic): void;
}

export type TypeDeclaration = EnumDeclaration | RecordDeclaration | PredicateDeclaration;

/** The first declaration of each name, by namespace. */
export interface DeclaredNames {
  readonly uses: ReadonlyMap<string, LoadedUse>;
  readonly types: ReadonlyMap<string, TypeDeclaration>;
  readonly parameters: ReadonlyMap<string, Param>;
  readonly trustRoots: ReadonlyMap<string, Trust>;
}

/** `word` inside `span`, where it stands there; else the whole span. */
export function wordSpan(declaring: Declaring, span: Span, word: string): Span {
  const at = declaring.module.source.text.slice(span.start, span.end).indexOf(word);
  return at < 0 ? span : { file: span.file, start: span.start + at, end: span.start + at + word.length };
}
