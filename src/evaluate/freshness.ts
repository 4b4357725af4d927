/** Freshness by a named clock. `language.md` §6.6. */
import { formatInstant, showDuration } from "../base/index.ts";
import type { Clock, Evidence, Fresh } from "../language/index.ts";
import { compileValue } from "./compile.ts";
import { SKEW, type BoundStatement, type Environment } from "./environment.ts";
import { explain } from "./explain.ts";
import type { Message, RequirementTrace, TraceNode } from "./trace.ts";
import { ABSENT, truthWord, Unknown, type Truth } from "./truth.ts";

/** A time by a clock, or why the statement cannot be read by it. */
export type ClockReading = { readonly at: bigint } | { readonly unreadable: string; readonly detail: string };

/** Reads the clock of the one statement in the evidence's slot. */
export function readClock(clock: Clock, statement: BoundStatement, environment: Environment): ClockReading {
  const signedAt = statement.signedAt?.at;
  if (clock.kind === "signing-time") {
    if (signedAt === undefined)
      return { unreadable: "time-not-proven", detail: "no log and no timestamp authority vouches for when it was signed" };
    return checkFuture(signedAt, environment, undefined);
  }
  const value = compileValue(clock.read)(environment);
  if (value instanceof Unknown || value === ABSENT) return { unreadable: "schema-violation", detail: "the statement does not say when" };
  return checkFuture(value as bigint, environment, signedAt);
}

function checkFuture(at: bigint, environment: Environment, signedAt: bigint | undefined): ClockReading {
  const { now } = environment.request;
  if (at > now + SKEW) {
    return {
      unreadable: "claimed-time-in-future",
      detail: `it says ${formatInstant(at)}, which is after the evaluation time ${formatInstant(now)}`,
    };
  }
  if (signedAt !== undefined && at > signedAt + SKEW) {
    return {
      unreadable: "claimed-time-in-future",
      detail: `it says ${formatInstant(at)}, and it was signed at ${formatInstant(signedAt)}`,
    };
  }
  return { at };
}

/** Within the window, the boundary included. */
export function isFresh(at: bigint, window: bigint, environment: Environment): boolean {
  return environment.request.now - at <= window;
}

/** The window, which is a constant or a parameter and so always known. */
export function windowOf(fresh: Fresh, environment: Environment): bigint {
  return compileValue(fresh.within)(environment) as bigint;
}

/** The requirement `C-02.scan.fresh`: staleness appears in every format like any other failure. */
export function freshnessTrace(
  controlId: string,
  evidence: Evidence & { readonly fresh: Fresh },
  bound: BoundStatement | undefined,
  truth: Truth,
  environment: Environment,
): RequirementTrace {
  const { fresh } = evidence;
  const node = freshNode(evidence, bound, truth, environment);
  return {
    id: `${controlId}.${evidence.name}.fresh`,
    kind: "freshness",
    source: evidence,
    span: fresh.span,
    truth: truthWord(truth),
    reasons: truth instanceof Unknown ? truth.reasons : [],
    node,
    messages: truth === false && bound ? [staleMessage(evidence, node, environment)] : [],
    fix: undefined,
  };
}

function freshNode(
  evidence: Evidence & { readonly fresh: Fresh },
  bound: BoundStatement | undefined,
  truth: Truth,
  environment: Environment,
): TraceNode {
  const { fresh } = evidence;
  const clock = bound ? clockNode(fresh.clock, evidence, bound, environment) : unboundNode(evidence, truth);
  const window = explain(fresh.within, environment).node;
  const now: TraceNode = {
    op: "request",
    span: fresh.span,
    type: { kind: "scalar", name: "Timestamp" },
    request: "now",
    value: environment.request.now,
  };
  const base = { op: "fresh-within", span: fresh.span, truth: truthWord(truth), args: [clock, window, now] } as const;
  if (truth instanceof Unknown) return { ...base, because: truth.reasons };
  if (!bound || typeof clock.value !== "bigint") return base;
  return { ...base, measured: environment.request.now - clock.value, clock: clockFacts(fresh.clock, bound) };
}

function clockNode(clock: Clock, evidence: Evidence, bound: BoundStatement, environment: Environment): TraceNode {
  if (clock.kind === "signing-time") {
    const base = { op: "signing-time-of", span: clock.span, type: { kind: "scalar", name: "Timestamp" }, evidence: evidence.name } as const;
    return { ...base, value: bound.signedAt?.at, from: { attestation: bound.attestation, pointer: "", field: "envelope" } };
  }
  const { slots } = environment;
  const before = slots[evidence.slot];
  slots[evidence.slot] = bound;
  const { node } = explain(clock.read, environment);
  slots[evidence.slot] = before;
  return node;
}

function unboundNode(evidence: Evidence, truth: Truth): TraceNode {
  const base = { op: "evidence", span: evidence.nameSpan, evidence: evidence.name } as const;
  return truth instanceof Unknown ? { ...base, because: truth.reasons } : base;
}

function clockFacts(clock: Clock, bound: BoundStatement): TraceNode["clock"] {
  if (clock.kind === "signing-time") return { kind: bound.signedAt?.by ?? "claimed" };
  return { kind: "claimed", notAfter: bound.signedAt?.at };
}

/** How old it is, by which clock, and how old it may be. */
function staleMessage(evidence: Evidence & { readonly fresh: Fresh }, node: TraceNode, environment: Environment): Message {
  const { fresh } = evidence;
  const clock = fresh.clock.kind === "field" ? fresh.clock.read.field.name : "signing time";
  const [read] = node.args ?? [];
  const at = typeof read?.value === "bigint" ? ` (${formatInstant(read.value)})` : "";
  const age = node.measured === undefined ? "too old" : `${showDuration(roundDown(node.measured))} old`;
  const text = `${evidence.name} is ${age} by ${clock}${at}, and may be at most ${showDuration(windowOf(fresh, environment))} old`;
  return { template: "", text, reads: read ? [{ hole: clock, node: read }] : [] };
}

/** To whole minutes, or seconds below a minute: nobody reads nanoseconds of an age. */
function roundDown(duration: bigint): bigint {
  const minute = 60_000_000_000n;
  const unit = duration >= minute ? minute : 1_000_000_000n;
  return duration - (duration % unit);
}
