/** `about`: evidence of something else than the subject, named by a digest that other evidence gives. `language.md` §5.8, §6.7. */
import type * as ast from "../../../grammar/index.ts";
import type { Field, RecordType } from "../../base/index.ts";
import type { About, Expression } from "../checked/index.ts";
import { report, type ControlContext, type Position } from "./context.ts";
import { maybeAbsent } from "./expressions.ts";
import { neededTree } from "./needed.ts";
import { isOptional } from "./paths.ts";
import { evidenceRead } from "./reads.ts";
import { checkStance } from "./stance.ts";
import { aType, isScalar } from "./type-words.ts";

/** How many `about` may follow each other. */
const MAX_DEPTH = 4;

export function about(context: ControlContext, node: ast.AboutClause, position: Position): About | undefined {
  if (typeof node.about === "string") return ofPlatforms(context, node.about, node);
  const target = maybeAbsent(context, node.about, position);
  if (!target || !checkStance(context, target, "unsaid")) return undefined;
  const named = target.type.kind === "record" ? membersOf(context, target, target.type, node) : scalarOf(context, target, node);
  if (!named) return undefined;
  const found: About = { kind: "path", target, ...named, span: node.span };
  if (depthOf(context, found) <= MAX_DEPTH) return found;
  return report(context, "E4008", node.about.span, `this evidence is more than ${MAX_DEPTH} steps away from the image`, {
    label: "each `about` is one step",
    notes: ["every step asks sources anew, for whatever the step before has named"],
    help: ["judge what is in the middle at a gate of its own, and ask here for its verdict"],
  });
}

function ofPlatforms(context: ControlContext, kind: "platform-only" | "index-only", { span }: ast.AboutClause): About | undefined {
  if (context.isPerPlatform) return { kind, span };
  return report(context, "E4017", span, `\`about ${kind.replace("-", " ")}\` needs \`for every platform\``, {
    notes: ["without it a control judges the one digest that was asked for"],
    help: ["write `for every platform` in the control, or remove the clause"],
  });
}

/** Steps between the subject and this evidence. */
export function depthOf(context: ControlContext, found: About | undefined): number {
  if (found?.kind !== "path") return 0;
  const before = [...evidenceRead(found.target)].map((name) => {
    const named = context.names.get(name);
    return named?.kind === "evidence" ? named.state.depth : 0;
  });
  return 1 + Math.max(0, ...before);
}

type Named = Pick<About & { kind: "path" }, "members" | "places">;

function scalarOf(context: ControlContext, target: Expression, node: ast.AboutClause): Named | undefined {
  if (!isScalar(target.type, "Digest", "Commit")) {
    return report(context, "E4007", spanOf(node), `${aType(target.type)} does not say whose evidence is meant`, {
      label: "neither a Digest, nor a Commit, nor a record with one of them",
      help: ["name what was built, used or reviewed by its digest or commit"],
    });
  }
  return isOptional(target) ? maybeNothing(context, node) : { members: [], places: [] };
}

function maybeNothing(context: ControlContext, node: ast.AboutClause): undefined {
  return report(context, "E3006", spanOf(node), "what this evidence is `about` may be absent", {
    help: [
      "test for it first: `define one = the … where … has digest`",
      "or name the record that it stands in, and an absent one is missing",
    ],
  });
}

/** Exactly one of them must be there, which only the evidence can tell. */
function membersOf(context: ControlContext, target: Expression, record: RecordType, node: ast.AboutClause): Named | undefined {
  if (isOptional(target)) return maybeNothing(context, node);
  const positions = (isMeant: (field: Field) => boolean) => record.fields.flatMap((field, index) => (isMeant(field) ? [index] : []));
  const members = positions((field) => isScalar(field.type, "Digest", "Commit"));
  const places = positions((field) => isScalar(field.type, "Uri", "Purl"));
  if (members.length === 0) {
    return report(
      context,
      "E4007",
      spanOf(node),
      `${record.name} has neither a Digest nor a Commit, so it does not say whose evidence is meant`,
      {
        help: [`its fields are ${record.fields.map(({ name }) => `\`${name}\``).join(", ")}`],
      },
    );
  }
  const tree = neededTree(context, target);
  for (const index of [...members, ...places]) {
    const name = record.fields[index]?.name ?? "";
    if (tree && !tree.fields.has(name)) tree.fields.set(name, { fields: new Map() });
  }
  return { members, places };
}

function spanOf({ about: named, span }: ast.AboutClause): ast.AboutClause["span"] {
  return typeof named === "string" ? span : named.span;
}
