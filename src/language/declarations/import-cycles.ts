/** Imports form a graph without cycles, at most eight deep: `language.md` §5.1. */
import { error, type Diagnostic } from "../../diagnostics/index.ts";
import type { LoadedModule, LoadedUse } from "./loaded-module.ts";

const DEEPEST = 8;

/** Reports each import that closes a cycle or lies too deep, and takes it away. Returns used files before their users. */
export function dropCycles(main: LoadedModule, diagnostics: Diagnostic[]): readonly LoadedModule[] {
  const order: LoadedModule[] = [];
  visit(main, [], order, diagnostics);
  dropDeep(order.toReversed(), diagnostics);
  return order;
}

function visit(module: LoadedModule, above: readonly LoadedModule[], order: LoadedModule[], diagnostics: Diagnostic[]): void {
  const path = [...above, module];
  for (const use of module.uses) {
    if (use.target === undefined) continue;
    const closes = path.indexOf(use.target);
    if (closes >= 0) {
      diagnostics.push(cycle(use, path.slice(closes)));
      use.target = undefined;
    } else if (!order.includes(use.target)) visit(use.target, path, order, diagnostics);
  }
  order.push(module);
}

function cycle(use: LoadedUse, members: readonly LoadedModule[]): Diagnostic {
  const [first] = members;
  const chain = [...members, first].map((module) => `\`${module?.specifier}\``);
  const message =
    members.length === 1 ? `${chain[0]} imports itself` : `${chain[0]} imports itself through ${chain.slice(1, -1).join(", ")}`;
  return error("E2008", use.node.from.span, message, {
    notes: members.length === 1 ? [] : [`each imports the next: ${chain.join(", ")}`],
    help: ["move what both need into a file of its own"],
  });
}

/** The length of the longest way to each file counts. */
function dropDeep(usersFirst: readonly LoadedModule[], diagnostics: Diagnostic[]): void {
  const depths = new Map<LoadedModule, number>();
  for (const module of usersFirst) {
    const depth = (depths.get(module) ?? 0) + 1;
    for (const use of module.uses) {
      if (use.target === undefined) continue;
      if (depth > DEEPEST) {
        diagnostics.push(error("E1015", use.node.from.span, `\`${use.node.from.value}\` is imported more than ${DEEPEST} files deep`));
        use.target = undefined;
      } else depths.set(use.target, Math.max(depth, depths.get(use.target) ?? 0));
    }
  }
}
