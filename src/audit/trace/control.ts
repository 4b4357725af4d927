import { formatInstant } from "../../base/index.ts";
import type {
  AlternativesTrace,
  ControlVerdict,
  Disposition,
  Judgement,
  Outcome,
  PlatformVerdict,
  TruthWord,
} from "../../evaluate/index.ts";
import type { Control, Mode, SeverityLevel } from "../../language/index.ts";
import { defined } from "./defined.ts";
import { evidencePart, type EvidencePart, type JudgementPart as JudgementHead } from "./evidence.ts";
import { nodePart, type NodePart } from "./node.ts";
import type { TracePorts } from "./ports.ts";
import { reasonPart, reasonTable, type ReasonPart } from "./reasons.ts";
import { requirementPart, type RequirementPart } from "./requirement.ts";
import type { SourcePart, Texts } from "./source.ts";
import { textPart } from "./value.ts";

export interface ControlPart {
  readonly id: string;
  readonly hash: string;
  readonly wordingHash: string;
  readonly title: string;
  readonly statement?: string;
  readonly severity?: SeverityLevel;
  readonly owner?: string;
  readonly mappings: readonly { readonly framework: string; readonly id: string }[];
  readonly source: SourcePart;
  readonly mode: Mode;
  readonly effective?: { readonly from?: string; readonly enforceFrom?: string; readonly until?: string };
  readonly applies?: AppliesPart;
  /** In a sentence, why it is not applicable. */
  readonly notApplicable?: string;
  readonly judgements: readonly JudgementPart[];
  /** Each `either` block, on each platform. */
  readonly alternatives?: readonly AlternativesPart[];
  /** Under `for every platform`: what came out for each. */
  readonly platforms?: readonly PlatformPart[];
  /** Why it is undecided, besides what its judgements say. */
  readonly reasons?: readonly ReasonPart[];
  readonly steps: { readonly used: number; readonly bound: number };
  readonly outcome: Outcome;
  readonly disposition: Disposition;
  /** Ids of waivers. */
  readonly waivers?: readonly string[];
}

export interface AlternativesPart {
  readonly platform?: string;
  readonly either: number;
  readonly truth: TruthWord;
  readonly carriedBy?: string;
  readonly branches: readonly { readonly label: string; readonly truth: TruthWord; readonly bound: number }[];
}

export interface PlatformPart {
  /** Of the manifest. */
  readonly digest: string;
  readonly name?: string;
  readonly outcome: Outcome;
  readonly notApplicable?: string;
  readonly applies?: AppliesPart;
}

export interface AppliesPart {
  readonly truth: TruthWord;
  readonly source: SourcePart;
  readonly expression: NodePart;
  readonly reasons?: readonly ReasonPart[];
}

export interface JudgementPart extends JudgementHead {
  /** Digest of the platform's manifest, under `for every platform`. */
  readonly platform?: string;
  readonly either?: number;
  readonly branch?: string;
  readonly evidence: readonly EvidencePart[];
  readonly requirements: readonly RequirementPart[];
}

export function controlPart(verdict: ControlVerdict, texts: Texts, ports: TracePorts): ControlPart {
  const { control, mode, applies, notApplicable, outcome, disposition, steps } = verdict;
  return defined({
    id: control.id,
    hash: ports.hashes.control(control),
    wordingHash: ports.hashes.wording(control),
    title: textPart(control.title) ?? control.id,
    statement: textPart(control.statement),
    severity: control.severity,
    owner: textPart(control.owner),
    mappings: control.mappings.map(({ framework, id }) => ({ framework, id })),
    source: texts.source(control.span),
    mode,
    effective: effectivePart(control),
    applies: applies === undefined ? undefined : appliesPart(applies, texts),
    notApplicable: textPart(notApplicable),
    judgements: verdict.judgements.map((judgement) => judgementPart(control, judgement, texts, ports)),
    alternatives: verdict.alternatives.length === 0 ? undefined : verdict.alternatives.map(alternativesPart),
    platforms: verdict.platforms?.map((platform) => platformPart(platform, texts)),
    reasons: platformReasons(verdict, texts),
    steps: { used: steps.used, bound: steps.bound },
    outcome,
    disposition,
    waivers: verdict.waivers,
  });
}

function alternativesPart({ platform, either, truth, carriedBy, branches }: AlternativesTrace): AlternativesPart {
  return defined({
    platform,
    either,
    truth,
    carriedBy: textPart(carriedBy),
    branches: branches.map(({ label, truth: own, bound }) => ({ label: textPart(label) ?? "", truth: own, bound })),
  });
}

function platformPart({ digest, name, outcome, notApplicable, applies }: PlatformVerdict, texts: Texts): PlatformPart {
  return defined({
    digest,
    name: textPart(name),
    outcome,
    notApplicable: textPart(notApplicable),
    applies: applies === undefined ? undefined : appliesPart(applies, texts),
  });
}

/** Platforms that nobody could list or judge stand in no judgement. */
function platformReasons({ control, reasons }: ControlVerdict, texts: Texts): readonly ReasonPart[] | undefined {
  const { everyPlatform } = control;
  const own = reasons.filter(({ born }) => everyPlatform !== undefined && born === everyPlatform.span);
  return own.length === 0 ? undefined : own.map((reason) => reasonPart(reason, control.span.file, texts));
}

function effectivePart({ effectiveFrom, enforceFrom, until }: Control): ControlPart["effective"] {
  if (effectiveFrom === undefined && enforceFrom === undefined && until === undefined) return undefined;
  const write = (instant: bigint | undefined): string | undefined => (instant === undefined ? undefined : formatInstant(instant));
  return defined({ from: write(effectiveFrom), enforceFrom: write(enforceFrom), until: write(until) });
}

function appliesPart({ truth, span, node }: NonNullable<ControlVerdict["applies"]>, texts: Texts): AppliesPart {
  const reasons = reasonTable(node.because ?? [], span.file, texts);
  const expression = nodePart(node, { texts, reasons });
  const all = reasons.all();
  return defined({ truth, source: texts.source(span), expression, reasons: all.length === 0 ? undefined : all });
}

function judgementPart(control: Control, judgement: Judgement, texts: Texts, ports: TracePorts): JudgementPart {
  const { choice, stopped, truth, evidence, requirements } = judgement;
  return defined({
    platform: judgement.platform,
    either: judgement.either,
    branch: textPart(judgement.branch),
    choice,
    stopped,
    truth,
    evidence: evidence.map((one) => evidencePart(one, texts)),
    requirements: requirements.map((one) => requirementPart(control, one, texts, ports)),
  });
}
