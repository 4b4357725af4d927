/** `evidence x: view signed by root` and its clauses. `language.md` §5.3, §6.4–6.6. */
import type * as ast from "../../../grammar/index.ts";
import type { Span } from "../../diagnostics/index.ts";
import type { Clock, Condition, Evidence, Expression, Fresh, StatementRead, TrustRoot } from "../checked/index.ts";
import { about, depthOf } from "./about.ts";
import { newSlot, report, type ControlContext, type EvidenceState, type Position } from "./context.ts";
import { condition, value } from "./expressions.ts";
import { isTooHigh } from "./height.ts";
import { emptyTree } from "./needed.ts";
import { fieldChain, isOptional } from "./paths.ts";
import { resolveTrust, resolveView } from "./qualified.ts";
import { listedIn } from "./listed-in.ts";
import { evidenceRead, fixedValue } from "./reads.ts";
import { checkStance } from "./stance.ts";
import { aType, DURATION, isScalar } from "./type-words.ts";

type Clauses = {
  readonly [K in ast.EvidenceClause["kind"]]?: Extract<ast.EvidenceClause, { kind: K }>;
};

/** Declares the name whatever happens, so that its users are checked or stay silent. */
export function evidence(context: ControlContext, node: ast.Evidence, position: Position): Evidence | undefined {
  const view = resolveView(context, node.view);
  const signedBy = node.signedBy.map((root) => resolveTrust(context, root));
  const isSigned = node.signedBy.length > 0 && signedBy.every((root) => root !== undefined);
  const clauses: Clauses = Object.fromEntries(node.clauses.map((clause) => [clause.kind, clause]));
  const target = clauses.about && about(context, clauses.about, position);
  const listed = clauses["listed-in"] && listedIn(context, clauses["listed-in"], node, position);
  if (!view) {
    context.poisoned.add(node.name.text);
    return undefined;
  }
  const state: EvidenceState = {
    name: node.name.text,
    quantity: node.quantity,
    slot: newSlot(context),
    view,
    signedBy: signedBy.filter((root) => root !== undefined),
    needed: emptyTree(),
    isClosed: clauses["listed-in"] !== undefined,
    depth: depthOf(context, target),
    isChosen: node.quantity === "any",
  };
  const checked = clausesOf(context, node, state, clauses, position);
  const isWhole = (!clauses.about || target !== undefined) && (!clauses["listed-in"] || listed !== undefined);
  const read = [target?.kind === "path" ? target.target : undefined, listed?.list, checked?.where?.condition];
  context.names.set(state.name, {
    kind: "evidence",
    state: { ...state, isChosen: state.isChosen || read.some((each) => each !== undefined && isChosen(context, each)) },
  });
  if (!checked || !isSigned || !isWhole) return undefined;
  const { name, quantity, slot, needed } = state;
  const own = { name, slot, quantity, view, needed, signedBy: state.signedBy, about: target, listedIn: listed };
  return { ...own, ...checked, span: headSpan(node), nameSpan: node.name.span };
}

/** Does it read an `any`, or what depends on one? */
function isChosen(context: ControlContext, expression: Expression): boolean {
  return [...evidenceRead(expression)].some((name) => {
    const named = context.names.get(name);
    return named?.kind === "evidence" && named.state.isChosen;
  });
}

/** From `evidence` to the last signer. */
function headSpan(node: ast.Evidence): Span {
  return { ...node.span, end: node.signedBy.at(-1)?.span.end ?? node.view.span.end };
}

type CheckedClauses = Pick<Evidence, "where" | "fresh" | "pick">;

/** Inside its own clauses the name is the one candidate, whatever the quantity. */
function clausesOf(
  context: ControlContext,
  node: ast.Evidence,
  state: EvidenceState,
  clauses: Clauses,
  position: Position,
): CheckedClauses | undefined {
  context.names.set(state.name, { kind: "evidence", state: { ...state, quantity: "one" } });
  const condition_ = clauses.where && whereOf(context, clauses.where, position);
  const fresh = clauses.fresh && freshness(context, clauses.fresh, state, position);
  const pick = clauses.pick && picking(context, clauses.pick, node, state);
  context.names.delete(state.name);
  // Which statement is left when another is hidden cannot be said in general.
  if (condition_ && !checkStance(context, condition_, "unsaid")) return undefined;
  if ((clauses.where && !condition_) || (clauses.fresh && !fresh) || (clauses.pick && !pick)) return undefined;
  if (fresh && pick && !sameClock(fresh.clock, pick.clock)) {
    return report(context, "E5006", pick.clock.span, `\`${state.name}\` is judged by two clocks`, {
      label: "the choice goes by this one",
      related: [{ span: fresh.clock.span, text: "freshness goes by this one" }],
      help: ["use the same clock in `fresh` and `pick`"],
    });
  }
  const where = clauses.where && condition_ ? { condition: condition_, span: clauses.where.span } : undefined;
  return { where, fresh, pick };
}

function whereOf(context: ControlContext, node: ast.WhereClause, position: Position): Condition | undefined {
  const checked = condition(context, node.condition, position);
  return checked && isTooHigh(context, checked, node.condition.span) ? undefined : checked;
}

function sameClock(a: Clock, b: Clock): boolean {
  if (a.kind === "signing-time" || b.kind === "signing-time") return a.kind === b.kind;
  return fieldPath(a).join(".") === fieldPath(b).join(".");
}

function fieldPath(clock: Clock & { kind: "field" }): readonly string[] {
  const names: string[] = [];
  for (let at: Expression = clock.read; at.kind === "field"; at = at.of) names.unshift(at.field.name);
  return names;
}

function freshness(context: ControlContext, node: ast.FreshClause, state: EvidenceState, position: Position): Fresh | undefined {
  const within = value(context, node.within, position, DURATION);
  const clock = clockOf(context, node.clock, state, "E5001");
  if (!within || !clock) return undefined;
  if (!isScalar(within.type, "Duration")) {
    return report(context, "E2001", node.within.span, `a window of time is a Duration, and this is ${aType(within.type)}`);
  }
  const width = fixedValue(within);
  if (width === undefined) {
    return report(context, "E5002", node.within.span, "this window of time is read from evidence, and must be known before", {
      notes: ["whoever signs a statement may not say how long it counts"],
      help: ["write a duration, such as `7 days`, or a parameter"],
    });
  }
  if (width === 0n) return report(context, "E5002", node.within.span, "this window of time is zero, so nothing is ever fresh");
  return { within, clock, span: node.span };
}

function picking(context: ControlContext, node: ast.PickClause, evidence: ast.Evidence, state: EvidenceState): Evidence["pick"] {
  if (evidence.quantity !== "one") {
    const word = evidence.quantity === "any" ? "any" : "all";
    return report(context, "E4013", node.span, `\`pick\` chooses one statement, and \`${word}\` has said which count`, {
      help: [`remove \`pick\`, or remove \`${word}\``],
    });
  }
  const clock = clockOf(context, node.clock, state, "E5005");
  return clock && { end: node.end, clock, span: node.span };
}

/** A clock is the trusted signing time, or a Timestamp that the statement always has. */
function clockOf(context: ControlContext, node: ast.Clock, state: EvidenceState, wrongType: "E5001" | "E5005"): Clock | undefined {
  if (node.kind === "signing-time-clock") return { kind: "signing-time", span: node.span };
  const base: StatementRead = {
    kind: "statement",
    slot: state.slot,
    name: state.name,
    evidence: state.name,
    type: state.view.record,
    span: node.span,
  };
  const read = fieldChain(context, base, node.path, { facts: new Map(), quantifierDepth: 0 }, node.span.start);
  if (!read || read.kind !== "field") return undefined;
  const words = node.path.map((name) => name.text).join(".");
  if (!isScalar(read.type, "Timestamp")) {
    const message = wrongType === "E5001" ? `\`${words}\` is not a time` : `statements cannot be ordered by \`${words}\``;
    return report(context, wrongType, node.span, message, { label: `this is ${aType(read.type)}` });
  }
  if (isOptional(read)) {
    return report(context, "E3006", node.span, `\`${words}\` may be absent, so it cannot be the clock of \`${state.name}\``, {
      help: ["use a time that the view always has, or `signing time`"],
    });
  }
  return provesTime(state.signedBy) ? { kind: "field", read, span: node.span } : unprovenClock(context, node.span, words, state);
}

function provesTime(roots: readonly TrustRoot[]): boolean {
  return roots.every((root) => root.logged > 0 || root.timestamped > 0 || root.acceptsClaimedTime);
}

function unprovenClock(context: ControlContext, span: Span, words: string, state: EvidenceState): undefined {
  const loose = state.signedBy.find((root) => !provesTime([root]));
  return report(
    context,
    "E5003",
    span,
    `\`${words}\` is what the signer claims, and \`${loose?.name ?? "its trust root"}\` proves no time to hold it against`,
    {
      related: loose ? [{ span: loose.span, text: "neither `logged yes` nor `timestamped yes`" }] : [],
      help: [
        "add `logged yes` or `timestamped yes` to the trust root",
        "or say `accept claimed time` there, and the trace will say that the time is not proven",
      ],
    },
  );
}
