/** Every wrong edit of a policy that its tests should notice, in the order of the file. */
import { byCodeUnit } from "../../base/index.ts";
import {
  everyEvidence,
  everyRequirement,
  partsOf,
  type CheckedPolicy,
  type Control,
  type Evidence,
  type Expression,
  type TrustRoot,
} from "../../language/index.ts";
import { rewrite } from "../rewrite.ts";
import { isTrustRoot } from "../stand-ins/trust-roots.ts";
import { conditionReplacements, widened } from "./conditions.ts";
import type { Mutant } from "./mutant.ts";

export function mutantsOf(policy: CheckedPolicy): readonly Mutant[] {
  const own = policy.controls.flatMap((control) => [
    ...bodyMutants(policy, control),
    ...evidenceMutants(policy, control),
    ...expressionMutants(policy, control),
    ...controlMutants(policy, control),
  ]);
  const all = [...own, ...rootMutants(policy), ...parameterMutants(policy)];
  return all.sort((a, b) => (a.span.start === b.span.start ? byCodeUnit(a.operator, b.operator) : a.span.start - b.span.start));
}

interface Edit {
  readonly operator: string;
  readonly control: string;
  readonly sentence: string;
  readonly node: { readonly span: Mutant["span"] };
  readonly by: unknown;
}

function mutant(policy: CheckedPolicy, { operator, control, sentence, node, by }: Edit): Mutant {
  return { operator, control, sentence, span: node.span, make: () => rewrite(policy, (at) => (at === node ? by : undefined)) };
}

function without(policy: CheckedPolicy, edit: Omit<Edit, "by">): Mutant {
  const make = () =>
    rewrite(policy, (at) => (Array.isArray(at) && at.includes(edit.node) ? at.filter((each) => each !== edit.node) : undefined));
  return { operator: edit.operator, control: edit.control, sentence: edit.sentence, span: edit.node.span, make };
}

/** A requirement that is gone is one that always holds: groups and numbers stay as they are. */
function bodyMutants(policy: CheckedPolicy, control: Control): readonly Mutant[] {
  const { id, body } = control;
  const requirements = everyRequirement(body).map((node) => {
    const { condition } = node;
    const by = {
      ...node,
      condition: {
        kind: "boolean",
        span: condition.span,
        type: condition.type,
        read: { kind: "constant", span: condition.span, type: condition.type, value: true },
      },
    };
    return mutant(policy, { operator: "drop-requirement", control: id, sentence: `${node.id} were not required`, node, by });
  });
  const branches = body.alternatives.flatMap(({ branches: all }) =>
    all.length < 2
      ? []
      : all.map((node) =>
          without(policy, { operator: "drop-branch", control: id, sentence: `${id} could not hold through "${node.label}"`, node }),
        ),
  );
  return [...requirements, ...branches];
}

function evidenceMutants(policy: CheckedPolicy, control: Control): readonly Mutant[] {
  return everyEvidence(control.body).flatMap((node) => evidenceEdits(control.id, node).map((edit) => mutant(policy, edit)));
}

function evidenceEdits(id: string, node: Evidence): readonly Edit[] {
  const edit = (operator: string, by: Partial<Evidence>, sentence: string): Edit => ({
    operator,
    control: id,
    sentence: `${id} ${sentence}`,
    node,
    by: { ...node, ...by },
  });
  const { name, where, fresh, pick, about } = node;
  return [
    ...(where ? [edit("drop-where", { where: undefined }, `took any ${name}, whatever its \`where\` says`)] : []),
    ...(fresh ? [edit("drop-fresh", { fresh: undefined }, `accepted a ${name} of any age`)] : []),
    ...(pick
      ? [
          edit(
            "pick",
            { pick: { ...pick, end: pick.end === "latest" ? "earliest" : "latest" } },
            `picked the ${pick.end === "latest" ? "earliest" : "latest"} ${name}`,
          ),
        ]
      : []),
    ...(about && about.kind !== "path" ? [edit("drop-about", { about: undefined }, `took a ${name} about index or platform alike`)] : []),
  ];
}

function controlMutants(policy: CheckedPolicy, node: Control): readonly Mutant[] {
  const { id, applies, everyPlatform } = node;
  const edits: Edit[] = [];
  if (everyPlatform)
    edits.push({
      operator: "drop-platforms",
      control: id,
      sentence: `${id} judged the index alone`,
      node,
      by: { ...node, everyPlatform: undefined },
    });
  for (const clause of applies) {
    const by = { ...node, applies: applies.filter((each) => each !== clause) };
    edits.push({ operator: "drop-applies", control: id, sentence: `${id} applied everywhere`, node, by });
  }
  return edits.map((edit) => mutant(policy, edit));
}

function expressionMutants(policy: CheckedPolicy, control: Control): readonly Mutant[] {
  const { id, body, applies } = control;
  const texts = new Map(policy.sources.map((source) => [source.path, source.text]));
  const text = ({ span }: Expression) => (texts.get(span.file) ?? "").slice(span.start, span.end).replace(/\s+/gu, " ");
  const roots: readonly (readonly [string, Expression])[] = [
    ...everyRequirement(body).map(({ id: name, condition }) => [name, condition] as const),
    ...everyEvidence(body).flatMap(({ name, where, fresh }) => [
      ...(where ? [[`${id}.${name}`, where.condition] as const] : []),
      ...(fresh ? [[`${id}.${name}`, fresh.within] as const] : []),
    ]),
    ...applies.flatMap((clause) => (clause.kind === "at-stage" ? [] : [[id, clause.condition] as const])),
  ];
  const seen = new Set<object>();
  const found: Mutant[] = [];
  const visit = (name: string, node: Expression) => {
    if (seen.has(node)) return;
    seen.add(node);
    for (const { operator, change, by } of conditionReplacements(node, text).filter((each) => each.node === node)) {
      found.push(mutant(policy, { operator, control: id, sentence: `in ${name}, ${change}`, node, by }));
    }
    if (node.kind === "otherwise")
      for (const { operator, change, by } of conditionReplacements(node, text))
        found.push(mutant(policy, { operator, control: id, sentence: `in ${name}, ${change}`, node: node.right, by }));
    if (node.kind === "otherwise") seen.add(node.right);
    for (const part of partsOf(node)) visit(name, part);
    if (node.kind === "quantified" && node.count) visit(name, node.count);
  };
  for (const [name, root] of roots) visit(name, root);
  return found;
}

function rootMutants(policy: CheckedPolicy): readonly Mutant[] {
  return policy.trustRoots.flatMap((root) => {
    const edits = rootEdits(root);
    const controls = policy.controls.filter(({ body }) =>
      everyEvidence(body).some(({ signedBy }) => signedBy.some((each) => isSameRoot(each, root))),
    );
    const [control] = controls;
    if (control === undefined) return [];
    return edits.map(({ operator, by, sentence }): Mutant => ({
      operator,
      control: control.id,
      sentence: `trust root \`${root.name}\` ${sentence}`,
      span: root.span,
      make: () => rewrite(policy, (at) => (isTrustRoot(at) && isSameRoot(at, root) ? { ...at, ...by } : undefined)),
    }));
  });
}

function isSameRoot(a: TrustRoot, b: TrustRoot): boolean {
  return a.span.file === b.span.file && a.span.start === b.span.start;
}

function rootEdits(root: TrustRoot): readonly { readonly operator: string; readonly by: Partial<TrustRoot>; readonly sentence: string }[] {
  const wider = root.identity.map((test) =>
    test.kind === "matches-glob"
      ? { ...test, pattern: widened(test.pattern) ?? test.pattern }
      : test.kind === "under"
        ? { ...test, text: test.text.replace(/\/[^/]+\/?$/u, "") }
        : test,
  );
  const isWider = wider.some((test, at) => test !== root.identity[at] && JSON.stringify(test) !== JSON.stringify(root.identity[at]));
  const anybody = [{ kind: "matches-glob", pattern: "**" }] as const;
  return [
    ...(root.kind === "keys"
      ? []
      : [{ operator: "any-signer", by: { identity: anybody, claims: [] }, sentence: "accepted anybody with a certificate" }]),
    ...(isWider ? [{ operator: "widen", by: { identity: wider }, sentence: "accepted identities one segment wider" }] : []),
    ...root.claims.map((claim) => ({
      operator: "drop-claim",
      by: { claims: root.claims.filter((each) => each !== claim) },
      sentence: `did not test the claim \`${claim.name}\``,
    })),
    ...(root.logged > 0 ? [{ operator: "drop-logged", by: { logged: 0 }, sentence: "asked for no log entry" }] : []),
    ...(root.timestamped > 0 ? [{ operator: "drop-timestamped", by: { timestamped: 0 }, sentence: "asked for no timestamp" }] : []),
    ...(root.threshold > 1 ? [{ operator: "drop-threshold", by: { threshold: 1 }, sentence: "was content with one signer" }] : []),
    ...(root.refused.length > 0 ? [{ operator: "drop-refused", by: { refused: [] }, sentence: "refused nobody" }] : []),
  ];
}

/** At its bound a parameter is as loose as anybody may make it. */
function parameterMutants(policy: CheckedPolicy): readonly Mutant[] {
  return policy.parameters.flatMap(({ name, value, bound, type, span }): readonly Mutant[] => {
    const cells = Array.isArray(value) ? value : undefined;
    const values = bound !== undefined && "limit" in bound ? [{ to: bound.limit, how: "at its bound" }] : [];
    const fewer =
      cells !== undefined && cells.length > 1 && type.kind === "set"
        ? cells.map((cell) => ({ to: cells.filter((each) => each !== cell), how: "without one of its elements" }))
        : [];
    return [...values, ...fewer.slice(0, MOST_ELEMENTS)]
      .filter(({ to }) => to !== value)
      .map(({ to, how }) => ({
        operator: "parameter",
        control: policy.controls[0]?.id ?? "",
        sentence: `parameter \`${name}\` were ${how}`,
        span,
        make: () =>
          rewrite(policy, (at) =>
            "kind" in at && at.kind === "parameter" && "name" in at && at.name === name && "value" in at && at.value === value
              ? { ...at, value: to }
              : undefined,
          ),
      }));
  });
}

const MOST_ELEMENTS = 8;
