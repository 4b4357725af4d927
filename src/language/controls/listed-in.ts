/** `listed in`: a signed list closes an `all`, so that absence can be proven. `language.md` §5.9. */
import type * as ast from "../../../grammar/index.ts";
import type { ListedIn } from "../checked/index.ts";
import { report, type ControlContext, type Position } from "./context.ts";
import { value } from "./expressions.ts";
import { evidenceRead } from "./reads.ts";
import { aType, isScalar } from "./type-words.ts";

export function listedIn(
  context: ControlContext,
  node: ast.ListedInClause,
  evidence: ast.Evidence,
  position: Position,
): ListedIn | undefined {
  if (evidence.quantity !== "all" && evidence.quantity !== "optional-all") {
    return report(context, "E4014", node.span, "`listed in` says which statements there are, and this is one statement", {
      help: [`write \`evidence ${evidence.name.text}: all …\``],
    });
  }
  const list = value(context, node.list, position);
  if (!list) return undefined;
  const { type } = list;
  if ((type.kind !== "list" && type.kind !== "set") || !isScalar(type.of, "Digest")) {
    return report(context, "E4014", node.list.span, `${aType(type)} is not a list of digests`, {
      notes: ["statements are known by the digest of what was signed, or of their attestation"],
      help: ["name a Set or List of Digest that somebody signed, such as `statements` of `std/inventory@1`"],
    });
  }
  if (evidenceRead(list).size === 0) {
    return report(context, "E4014", node.list.span, "nobody signed this list", {
      notes: ["only a list that somebody vouches for can prove that nothing else is there"],
      help: ["name a list inside an evidence"],
    });
  }
  return { list, span: node.span };
}
