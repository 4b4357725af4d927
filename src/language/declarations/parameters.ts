/** `param` declarations and what imports set: `language.md` §5.7. What a run sets is `run-settings.ts`. */
import type { Param, Setting } from "../../../grammar/index.ts";
import type { Type, Value } from "../../base/index.ts";
import { error, type Diagnostic, type Span } from "../../diagnostics/index.ts";
import type { Parameter, ParameterBound, ParameterLayer } from "../checked/index.ts";
import { didYouMean } from "../nearest.ts";
import { isAtLeastAsStrict, isWithinBound, lowerBound } from "./bounds.ts";
import type { Declaring } from "./declaring.ts";
import { showBound, showValue } from "./show-value.ts";
import { aType } from "./type-names.ts";
import type { TypeLookup } from "./type-lookup.ts";
import { lowerValue } from "./values.ts";

/** A parameter as its file declares it. */
export interface DeclaredParameter {
  readonly name: string;
  readonly type: Type;
  readonly bound?: ParameterBound;
  /** What the file itself says; absent when the value must be supplied. */
  readonly fileValue?: Value;
  readonly node: Param;
}

type Report = (diagnostic: Diagnostic) => void;

/** Those that do not check are reported and poisoned. */
export function declareParameters(declaring: Declaring, types: TypeLookup): ReadonlyMap<string, DeclaredParameter> {
  const declared = new Map<string, DeclaredParameter>();
  for (const [name, node] of declaring.names.parameters) {
    const parameter = declareParameter(declaring, types, node);
    if (parameter === undefined) declaring.poisoned.add(name);
    else declared.set(name, parameter);
  }
  return declared;
}

function declareParameter(declaring: Declaring, types: TypeLookup, node: Param): DeclaredParameter | undefined {
  const name = node.name.text;
  const type = types.resolve(node.type);
  if (type === undefined) return undefined;
  if (type.kind === "record" || (type.kind === "list" && type.of.kind === "record")) {
    declaring.report(error("E2026", node.type.span, `\`${name}\` is ${aType(type)}, whose values cannot be written in a policy`));
    return undefined;
  }
  const report = (diagnostic: Diagnostic) => declaring.report(diagnostic);
  const bound = node.bound === undefined ? undefined : lowerBound(node.bound, type, name, report);
  const fileValue = node.default === undefined ? undefined : lowerValue(node.default, type, `\`${name}\``, report);
  if ((node.bound !== undefined && bound === undefined) || (node.default !== undefined && fileValue === undefined)) return undefined;
  if (bound !== undefined && fileValue !== undefined && !isWithinBound(bound, type, fileValue)) {
    const span = node.default?.span ?? node.span;
    const related = node.bound === undefined ? [] : [{ span: node.bound.span, text: "its bound" }];
    declaring.report(
      error("E2019", span, `the default of \`${name}\`, ${showValue(fileValue, type)}, is outside its bound, ${showBound(bound, type)}`, {
        related,
      }),
    );
    return undefined;
  }
  return { name, type, ...(bound === undefined ? {} : { bound }), ...(fileValue === undefined ? {} : { fileValue }), node };
}

/** The parameters that have a value by the file alone. */
export function fromFile(declared: ReadonlyMap<string, DeclaredParameter>): Map<string, Parameter> {
  const parameters = new Map<string, Parameter>();
  for (const [name, parameter] of declared) {
    if (parameter.fileValue !== undefined) parameters.set(name, withValue(parameter, parameter.fileValue, "policy"));
  }
  return parameters;
}

export function withValue({ name, type, bound, node }: DeclaredParameter, value: Value, layer: ParameterLayer): Parameter {
  return { name, type, value, layer, ...(bound === undefined ? {} : { bound }), span: node.span };
}

/**
 * A module's parameters where a `use` sets some of them, tightening only. `poisoned` receives the names that end without a
 * value because of a fault.
 */
export function applySettings(
  alias: string,
  declared: ReadonlyMap<string, DeclaredParameter>,
  settings: readonly Setting[],
  poisoned: Set<string>,
  report: Report,
): ReadonlyMap<string, Parameter> {
  const parameters = fromFile(declared);
  const seen = new Map<string, Setting>();
  for (const setting of settings) {
    const name = setting.name.text;
    const first = seen.get(name);
    seen.set(name, first ?? setting);
    const parameter = declared.get(name);
    if (first !== undefined) report(setTwice(setting, first));
    else if (parameter === undefined) {
      if (!poisoned.has(name)) report(unknownParameter(`module \`${alias}\``, name, setting.name.span, declared.keys()));
    } else {
      const value = lowerValue(setting.value, parameter.type, `\`${name}\``, report);
      const refused = value === undefined ? undefined : refuse(parameter, value, setting.value.span, "tighten");
      if (refused !== undefined) report(refused);
      if (value !== undefined && refused === undefined) parameters.set(name, withValue(parameter, value, "import"));
      else poisoned.add(name);
    }
  }
  return parameters;
}

function setTwice(setting: Setting, first: Setting): Diagnostic {
  return error("E2004", setting.name.span, `\`${setting.name.text}\` is set twice`, {
    related: [{ span: first.name.span, text: "first here" }],
  });
}

export function unknownParameter(owner: string, name: string, span: Span, names: Iterable<string>): Diagnostic {
  return error("E2003", span, `${owner} has no parameter \`${name}\``, didYouMean(name, span, names));
}

/**
 * Why a value may not be set over what the file says: without a bound it is fixed (`E2022`), with one it may only be tightened
 * (`E2023`), or where it may be `relax`ed take any value within the bound.
 */
export function refuse(parameter: DeclaredParameter, value: Value, span: Span, freedom: "tighten" | "relax"): Diagnostic | undefined {
  const { name, type, bound, fileValue, node } = parameter;
  const related = [{ span: node.name.span, text: "declared here" }];
  if (bound === undefined) {
    if (fileValue === undefined) return undefined;
    return error("E2022", span, `\`${name}\` is fixed: it has no bound that says which direction is stricter`, { related });
  }
  const shown = showValue(value, type);
  if (!isWithinBound(bound, type, value)) {
    return error("E2023", span, `${shown} is outside the bound of \`${name}\`, ${showBound(bound, type)}`, { related });
  }
  if (fileValue === undefined || freedom === "relax" || isAtLeastAsStrict(bound, type, value, fileValue)) return undefined;
  return error("E2023", span, `${shown} would loosen \`${name}\`, which is ${showValue(fileValue, type)} (${showBound(bound, type)})`, {
    related,
  });
}

/** `E2020` for those that nobody gave a value; they become poisoned. */
export function requireValues(
  declared: ReadonlyMap<string, DeclaredParameter>,
  parameters: ReadonlyMap<string, Parameter>,
  poisoned: Set<string>,
  missing: (parameter: DeclaredParameter) => Diagnostic,
  report: Report,
): void {
  for (const [name, parameter] of declared) {
    if (parameters.has(name) || poisoned.has(name)) continue;
    report(missing(parameter));
    poisoned.add(name);
  }
}
