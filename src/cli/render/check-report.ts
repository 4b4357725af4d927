/** What `policy check --format json` prints: `schemas/check.schema.json`. */
import type { Diagnostic, SourceFile, Span } from "../../diagnostics/index.ts";

export interface CheckedFile {
  readonly path: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: readonly SourceFile[];
}

interface PlaceReport {
  readonly file: string;
  /** 1-based; columns in Unicode code points. */
  readonly start: { readonly line: number; readonly column: number; readonly offset: number };
  readonly end: { readonly line: number; readonly column: number; readonly offset: number };
}

interface DiagnosticReport extends PlaceReport {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly label?: string;
  readonly related: readonly (PlaceReport & { readonly text: string })[];
  readonly notes: readonly string[];
  readonly help: readonly string[];
}

export interface CheckReport {
  readonly format: "proviso/check/1";
  readonly files: readonly string[];
  readonly errors: number;
  readonly warnings: number;
  readonly diagnostics: readonly DiagnosticReport[];
}

export function checkReport(files: readonly CheckedFile[]): CheckReport {
  const diagnostics = files.flatMap((file) => file.diagnostics.map((diagnostic) => diagnosticReport(diagnostic, file.sources)));
  const count = (severity: string) => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return {
    format: "proviso/check/1",
    files: files.map((file) => file.path),
    errors: count("error"),
    warnings: count("warning"),
    diagnostics,
  };
}

function diagnosticReport(diagnostic: Diagnostic, sources: readonly SourceFile[]): DiagnosticReport {
  const { code, severity, message, label, notes, help } = diagnostic;
  return {
    code,
    severity,
    message,
    ...placeReport(diagnostic.span, sources),
    ...(label === undefined ? {} : { label }),
    related: diagnostic.related.map(({ span, text }) => ({ ...placeReport(span, sources), text })),
    notes,
    help,
  };
}

function placeReport(span: Span, sources: readonly SourceFile[]): PlaceReport {
  const source = sources.find(({ path }) => path === span.file);
  const at = (offset: number) => ({ ...(source?.position(offset) ?? { line: 1, column: 1 }), offset });
  return { file: span.file, start: at(span.start), end: at(span.end) };
}
