/** What is known while the tests of a policy are checked. */
import type { Qualified } from "../../../grammar/index.ts";
import { error, type Code, type Diagnostic, type DiagnosticParts, type Span } from "../../diagnostics/index.ts";
import type { CheckedPolicy, Control, ModuleScope } from "../checked/index.ts";

export interface TestContext {
  readonly scope: ModuleScope;
  readonly policy: CheckedPolicy;
  readonly diagnostics: Diagnostic[];
}

/** The block that is checked. */
export interface TestPlace {
  readonly target: { readonly kind: "control"; readonly id: string } | { readonly kind: "gate"; readonly name: string };
  /** The control under test, or those of the gate in policy order. */
  readonly controls: readonly Control[];
  readonly platforms: readonly string[];
}

export function report(context: TestContext, code: Code, span: Span, message: string, parts?: DiagnosticParts): undefined {
  context.diagnostics.push(error(code, span, message, parts));
  return undefined;
}

/** `vuln.report`, as it is written. */
export function qualifiedText({ module, name }: Qualified): string {
  return module === undefined ? name.text : `${module.text}.${name.text}`;
}

/** The module that a qualified name leads into; the policy itself without one. */
export function moduleOf(context: TestContext, { module }: Qualified): ModuleScope | undefined {
  return module === undefined ? context.scope : context.scope.uses.get(module.text);
}

/** `a`, `b` and `c`, in backticks. */
export function listed(names: Iterable<string>): string {
  return [...names].map((name) => `\`${name}\``).join(", ");
}
