/** Names that may lead through a module: `slsa.provenance`, `acme.release-workflow`. */
import type * as ast from "../../../grammar/index.ts";
import type { View } from "../../base/index.ts";
import type { ModuleScope, TrustRoot } from "../checked/index.ts";
import { didYouMean } from "../nearest.ts";
import { report, type ControlContext } from "./context.ts";

export function resolveView(context: ControlContext, node: ast.Qualified): View | undefined {
  const scope = moduleOf(context, node);
  const found = scope?.views.get(node.name.text);
  if (found || !scope || scope.poisoned.has(node.name.text)) return found;
  return unknown(context, "E2003", node.name, `predicate${inModule(node)}`, scope.views.keys());
}

export function resolveTrust(context: ControlContext, node: ast.Qualified): TrustRoot | undefined {
  const scope = moduleOf(context, node);
  const found = scope?.trustRoots.get(node.name.text);
  if (!found && scope && !scope.poisoned.has(node.name.text)) {
    return unknown(context, "E4002", node.name, `trust root${inModule(node)}`, scope.trustRoots.keys());
  }
  return found && node.module ? { ...found, name: `${node.module.text}.${found.name}` } : found;
}

function moduleOf(context: ControlContext, node: ast.Qualified): ModuleScope | undefined {
  const { module } = node;
  if (!module) return context.scope;
  const found = context.scope.uses.get(module.text);
  if (found || context.scope.poisoned.has(module.text)) return found;
  const near = didYouMean(module.text, module.span, [...context.scope.uses.keys()]);
  return report(context, "E2003", module.span, `there is no module called \`${module.text}\``, {
    ...near,
    ...(near.label === undefined && { help: ['a module gets its name above the controls, as in `use slsa from "std/slsa@1"`'] }),
  });
}

function inModule(node: ast.Qualified): string {
  return node.module ? ` in \`${node.module.text}\`` : "";
}

function unknown(context: ControlContext, code: "E2003" | "E4002", name: ast.Name, what: string, known: Iterable<string>): undefined {
  return report(context, code, name.span, `there is no ${what} called \`${name.text}\``, {
    ...didYouMean(name.text, name.span, [...known]),
  });
}
