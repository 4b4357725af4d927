/** `waivable up to 30 days by risk-officers scope image`. `language.md` §6.10. */
import type * as ast from "../../../grammar/index.ts";
import type { Waivable } from "../checked/index.ts";
import { report, type ControlContext } from "./context.ts";
import { durationOf } from "./literals.ts";
import { resolveTrust } from "./qualified.ts";

/** `undefined` where the control says nothing of waivers, or what it says does not check. */
export function waivableOf(context: ControlContext, node: ast.Control): Waivable | undefined {
  const clause = node.clauses.find((each) => each.kind === "waivable");
  if (!clause) return undefined;
  const by = clause.by.flatMap((root) => resolveTrust(context, root) ?? []);
  const upTo = durationOf(context, clause.upTo);
  if (upTo === 0n) {
    return report(context, "E5002", clause.upTo.span, "a waiver that lasts no time waives nothing", {
      help: ["give it a term, such as `30 days`, or leave `waivable` out"],
    });
  }
  if (upTo === undefined || by.length < clause.by.length) return undefined;
  return { upTo, by, scope: clause.scope ?? "image", span: clause.span };
}
