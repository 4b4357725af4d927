/** A half-open range of UTF-16 code units in one source file. `file` is the path as the user knows it. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export type Severity = "error" | "warning" | "note";

export interface Label {
  readonly span: Span;
  readonly text: string;
}

/** An edit that repairs the fault. `safe` fixes may be applied without asking. */
export interface Fix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
}

/**
 * Something a person wrote is wrong. `message` stands alone: lower case, no full stop, the user's words in backticks; it says
 * what is wrong and never advises. `label` is printed under the carets, `notes` say why, `help` says what to do.
 */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly label?: string;
  readonly related: readonly Label[];
  readonly notes: readonly string[];
  readonly help: readonly string[];
  readonly fixes: readonly Fix[];
}

/** `E` and `L` with the digits of `docs/diagnostics`; codes are never reused. */
export type Code = `E${number}` | `L${number}`;

export interface DiagnosticParts {
  readonly label?: string;
  readonly related?: readonly Label[];
  readonly notes?: readonly string[];
  readonly help?: readonly string[];
  readonly fixes?: readonly Fix[];
}

export function error(code: Code, span: Span, message: string, parts: DiagnosticParts = {}): Diagnostic {
  return make("error", code, span, message, parts);
}

/** For rules whose weight the configuration sets. */
export function finding(severity: Severity, code: Code, span: Span, message: string, parts: DiagnosticParts = {}): Diagnostic {
  return make(severity, code, span, message, parts);
}

function make(severity: Severity, code: Code, span: Span, message: string, parts: DiagnosticParts): Diagnostic {
  return {
    code,
    severity,
    message,
    span,
    label: parts.label,
    related: parts.related ?? [],
    notes: parts.notes ?? [],
    help: parts.help ?? [],
    fixes: parts.fixes ?? [],
  };
}
