export { error, finding, type Code, type Diagnostic, type DiagnosticParts, type Fix, type Severity, type Span } from "./diagnostic.ts";
export { SourceFile } from "./source.ts";
