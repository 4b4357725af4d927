/** Places in policy text as a trace writes them: file named relative to the policy root, digest, line, column, span. */
import { assert, type Hasher } from "../../base/index.ts";
import type { SourceFile, Span } from "../../diagnostics/index.ts";
import type { CheckedPolicy } from "../../language/index.ts";
import { digestOfText } from "./hash.ts";
import { relativeTo } from "./public-name.ts";

/** Half-open, in UTF-16 code units of the file. */
export type SpanPart = readonly [start: number, end: number];

export interface SourcePart {
  readonly file: string;
  readonly digest: string;
  readonly line: number;
  /** In code points, from 1. */
  readonly column: number;
  readonly span: SpanPart;
}

/** The texts of one policy: files by the name that a trace gives them. */
export interface Texts {
  readonly source: (span: Span) => SourcePart;
  readonly text: (span: Span) => string;
  readonly nameOf: (file: string) => string;
  readonly digestOf: (source: SourceFile) => string;
}

export function textsOf(policy: CheckedPolicy, hasher: Hasher): Texts {
  const files = new Map<string, SourceFile>();
  for (const { source } of policy.modules) files.set(source.path, source);
  for (const source of policy.sources) files.set(source.path, source);
  const main = policy.sources[0]?.path ?? "";
  const digests = new Map<SourceFile, string>();
  const moduleNames = new Map(policy.modules.map(({ name, source }) => [source.path, name]));
  const find = (span: Span): SourceFile => {
    const file = files.get(span.file);
    assert(file !== undefined, `no source of the policy is called ${span.file}`);
    return file;
  };
  const nameOf = (file: string): string => moduleNames.get(file) ?? relativeTo(main, file);
  const digestOf = (source: SourceFile): string => {
    const digest = digests.get(source) ?? digestOfText(source.text, hasher);
    digests.set(source, digest);
    return digest;
  };
  const source = (span: Span): SourcePart => {
    const file = find(span);
    return { file: nameOf(span.file), digest: digestOf(file), ...file.position(span.start), span: [span.start, span.end] };
  };
  return { source, text: (span) => find(span).text.slice(span.start, span.end), nameOf, digestOf };
}
