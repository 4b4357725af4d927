import { byCodeUnit } from "../../base/index.ts";
import type { CandidateStep, CandidateTrace, EvidenceTrace, TruthWord } from "../../evaluate/index.ts";
import type { Clock, Evidence } from "../../language/index.ts";
import type { PhaseBStep } from "../../trust/index.ts";
import { defined } from "./defined.ts";
import { reasonPart, type ReasonPart } from "./reasons.ts";
import type { SourcePart, Texts } from "./source.ts";
import { textPart } from "./value.ts";

export interface EvidencePart {
  readonly name: string;
  readonly quantity: "one" | "any" | "all";
  readonly optional?: true;
  readonly view: string;
  readonly predicateTypes: readonly string[];
  /** `a or b` where the evidence accepts several. */
  readonly trustRoot: string;
  /** `subject`, `platform only`, `index only`, or what the policy writes. */
  readonly about: string;
  /** What that was: `sha256:…`, `gitCommit:…`. */
  readonly named?: string;
  /** What it is about, or the list that closes it, is unknown: nothing was looked for. */
  readonly notLookedFor?: true;
  readonly listedIn?: string;
  readonly pick?: string;
  readonly where?: { readonly text: string; readonly source: SourcePart };
  readonly source: SourcePart;
  readonly candidates: readonly CandidatePart[];
  readonly state: "available" | "missing" | "unverifiable";
  readonly stale?: true;
  readonly reasons?: readonly ReasonPart[];
  readonly bound: readonly string[];
}

export interface CandidatePart {
  readonly attestation: string;
  readonly used: boolean;
  readonly class: CandidateTrace["class"];
  readonly identity?: string;
  readonly relation?: "same" | "index-of" | "attached" | "about";
  readonly chain?: readonly string[];
  readonly steps: readonly CandidateStep[];
  readonly because?: { readonly step: string; readonly reason: string; readonly detail?: string };
}

export interface JudgementPart {
  readonly choice?: Readonly<Record<string, string>>;
  readonly stopped?: string;
  readonly truth: TruthWord;
}

export function evidencePart(trace: EvidenceTrace, texts: Texts): EvidencePart {
  const { evidence, candidates, state, bound, stale, reasons } = trace;
  return defined({
    name: evidence.name,
    quantity: evidence.quantity === "optional-all" ? ("all" as const) : evidence.quantity,
    optional: evidence.quantity === "optional-all" ? (true as const) : undefined,
    view: evidence.view.name,
    predicateTypes: evidence.view.predicateTypes.map(({ type }) => type).sort(byCodeUnit),
    trustRoot: evidence.signedBy.map(({ name }) => name).join(" or "),
    about: aboutText(evidence, texts),
    named: trace.named,
    notLookedFor: trace.notLookedFor,
    listedIn: evidence.listedIn === undefined ? undefined : texts.text(evidence.listedIn.list.span),
    pick: evidence.pick === undefined ? undefined : `${evidence.pick.end} by ${clockText(evidence.pick.clock, texts)}`,
    where: whereText(evidence, texts),
    source: texts.source(evidence.span),
    candidates: candidates.map(candidatePart),
    state,
    stale: stale ? (true as const) : undefined,
    reasons: reasons.length === 0 ? undefined : reasons.map((reason) => reasonPart(reason, evidence.span.file, texts)),
    bound,
  });
}

/** Steps that are made once for an envelope stand at its attestation. */
const BINDING_STEPS: ReadonlySet<string> = new Set<PhaseBStep | "selection">([
  "trust",
  "revocation",
  "identity",
  "threshold",
  "subject",
  "predicate-type",
  "predicate-schema",
  "selection",
]);

function dependsOnBinding(step: string): boolean {
  return BINDING_STEPS.has(step);
}

function aboutText({ about }: Evidence, texts: Texts): string {
  if (about === undefined) return "subject";
  return about.kind === "path" ? texts.text(about.target.span) : about.kind.replace("-", " ");
}

function clockText(clock: Clock, texts: Texts): string {
  return clock.kind === "signing-time" ? "signing time" : texts.text(clock.span);
}

function whereText({ where }: Evidence, texts: Texts): EvidencePart["where"] {
  return where === undefined ? undefined : { text: texts.text(where.span), source: texts.source(where.span) };
}

function candidatePart(candidate: CandidateTrace): CandidatePart {
  const { attestation, used, identity, relation, chain, steps, because } = candidate;
  return defined({
    attestation,
    used,
    class: candidate.class,
    identity: textPart(identity),
    relation,
    chain: chain.length === 0 ? undefined : chain,
    steps: steps.filter(({ step }) => dependsOnBinding(step)).map((step) => defined({ ...step, detail: textPart(step.detail) })),
    because: because === undefined ? undefined : defined({ ...because, detail: textPart(because.detail) }),
  });
}
