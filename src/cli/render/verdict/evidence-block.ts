/** Evidence that is not there or could not be checked: where was looked, what came nearest, what to do. */
import type {
  AttestationPart,
  CandidatePart,
  ControlPart,
  EvidencePart,
  JudgementPart,
  ReasonPart,
  SourceAsked,
} from "../../../audit/index.ts";
import { attachWords } from "./attach.ts";
import { sourceLines } from "./source-lines.ts";
import { attestationOf, field, meaningOf, repairOf, said, type Place, type TraceView } from "./view.ts";
import { isNobodyNamed, issuerWords, signerWords } from "./who.ts";

const PLACE = { indent: 6, width: 11 };
const MOST_CANDIDATES = { brief: 5, verbose: 100 } as const;

export function evidenceLines(view: TraceView, judgement: JudgementPart, evidence: EvidencePart): readonly string[] {
  const reasons = reasonsOf(evidence);
  if (evidence.notLookedFor === true) return [...evidenceSource(view, evidence), ...notLookedFor(view, evidence, reasons)];
  return [
    ...evidenceSource(view, evidence),
    ...reasons.flatMap((reason) => whyLines(view, reason)),
    ...lookedIn(view, evidence),
    ...nearestLines(view, evidence, reasons),
    ...field(view, "fix", fixWords(view, judgement, evidence, reasons), PLACE),
  ];
}

/** What it is about, or which statements there are, nobody knows, for reasons that are told where they belong. */
function notLookedFor(view: TraceView, { name }: EvidencePart, reasons: readonly ReasonPart[]): readonly string[] {
  const others = [...new Set(reasons.flatMap(({ evidence }) => (evidence === undefined || evidence === name ? [] : [evidence])))];
  const rest = reasons.filter(({ evidence }) => evidence === undefined || evidence === name);
  const waits = others.map(
    (other) =>
      `${said(view, other)} ${reasons.some(({ evidence, outcome }) => evidence === other && outcome === "unverifiable") ? "could not be checked" : "is missing"}`,
  );
  return [
    ...(waits.length === 0 ? [] : field(view, "why", `not looked for: ${waits.join(", ")}`, PLACE)),
    ...rest.flatMap((reason) => [...whyLines(view, reason), ...field(view, "fix", repairOf(view, reason.reason), PLACE)]),
  ];
}

/** The clause as the policy writes it, up to its first line's end. */
export function evidenceSource(view: TraceView, evidence: EvidencePart): readonly string[] {
  const { quantity, optional, view: shape, trustRoot, name, source, about, listedIn } = evidence;
  const mode = quantity === "one" ? "" : `${optional === true ? "optional " : ""}${quantity} `;
  const whose = about === "subject" ? "" : ` about ${about}`;
  const listed = listedIn === undefined ? "" : ` listed in ${listedIn}`;
  return sourceLines(
    { text: `evidence ${name}: ${mode}${shape} signed by ${trustRoot}${whose}${listed}`, line: source.line, start: -1 },
    [],
    view.colours,
  );
}

/** Each reason once, however many candidates gave it. */
function reasonsOf(evidence: EvidencePart): readonly ReasonPart[] {
  const seen = new Map<string, ReasonPart>();
  for (const reason of evidence.reasons ?? []) if (!seen.has(reason.reason)) seen.set(reason.reason, reason);
  return [...seen.values()];
}

function whyLines(view: TraceView, { outcome, reason, step, detail }: ReasonPart): readonly string[] {
  const name = step === undefined ? reason : `${step} · ${reason}`;
  const isSaid =
    (outcome === "missing" && view.detail === "brief") ||
    (step === "fetch" && failedSources(view).some((source) => source.because === reason));
  const more = detail === undefined || isSaid ? [] : field(view, "", said(view, detail), PLACE);
  return [...field(view, "why", `${meaningOf(view, reason)} (${said(view, name)})`, PLACE), ...more];
}

/** Every source with its answer; of evidence that was found and is broken only those that failed. */
function lookedIn(view: TraceView, evidence: EvidencePart): readonly string[] {
  const { sources } = view.trace.discovery;
  const shown = evidence.state === "missing" ? sources : failedSources(view);
  if (shown.length > 0 && firstOfItsState(view, evidence.state) !== evidence)
    return field(view, "looked in", `${shown.map(({ id }) => id).join(", ")}, as above`, PLACE);
  return shown.flatMap((source, index) => sourceAskedLines(view, index === 0 ? "looked in" : "", source, PLACE));
}

function failedSources({ trace }: TraceView): readonly SourceAsked[] {
  return trace.discovery.sources.filter(({ status }) => status === "failed");
}

/** The sources are told once for missing and once for unverifiable evidence. */
function firstOfItsState({ trace }: TraceView, state: EvidencePart["state"]): EvidencePart | undefined {
  const told = trace.controls.filter(({ outcome }) => outcome !== "satisfied" && outcome !== "not-applicable");
  return told.flatMap(unavailable).find(({ evidence }) => evidence.state === state)?.evidence;
}

/** One source with its answer, which continues under itself. */
export function sourceAskedLines(view: TraceView, label: string, source: SourceAsked, place: Place): readonly string[] {
  const name = `${source.id} ${source.kind}`;
  return field(view, `${label.padEnd(place.width)}${name}`, answerWords(view, source), { indent: place.indent, width: place.width + 22 });
}

function answerWords(view: TraceView, { status, listed, because, detail }: SourceAsked): string {
  if (status === "complete") return listed === 0 ? "complete, none" : `complete, ${listed} listed`;
  const why = because === undefined ? "" : `: ${meaningOf(view, because)} (${said(view, because)})`;
  return status === "unsupported" ? why.slice(2) : `failed${why}${detail === undefined ? "" : `, ${said(view, detail)}`}`;
}

const classes: readonly CandidatePart["class"][] = [
  "other-subject",
  "not-ours",
  "failed",
  "undecided",
  "unreadable",
  "later",
  "filtered",
  "stale",
  "admissible",
];

/** How far it came; of two that came as far, the one that verified. */
function rankOf(view: TraceView, { class: reached, attestation }: CandidatePart): number {
  return 2 * classes.indexOf(reached) + (attestationOf(view, attestation)?.verified === true ? 1 : 0);
}

function nearestLines(view: TraceView, evidence: EvidencePart, reasons: readonly ReasonPart[]): readonly string[] {
  const isBroken = evidence.state === "unverifiable";
  const turnedAway = evidence.candidates.filter(
    (one) => !one.used && !(isBroken && (one.class === "other-subject" || one.class === "not-ours")),
  );
  const label = isBroken ? "found" : "nearest";
  const isAmbiguous = reasons.some(({ reason }) => reason === "ambiguous");
  const wanted = isBroken && (isAmbiguous || view.detail === "verbose") ? MOST_CANDIDATES[view.detail] : 1;
  const nearest = [...turnedAway].sort((a, b) => rankOf(view, b) - rankOf(view, a)).slice(0, wanted);
  const lines = nearest.flatMap((candidate, index) =>
    field(view, index === 0 ? label : "", candidateWords(view, evidence, candidate, reasons), PLACE),
  );
  const more = turnedAway.length - nearest.length;
  const rest = more > 0 ? field(view, "", `and ${more} more that ${more === 1 ? "was" : "were"} turned away`, PLACE) : [];
  if (nearest.length === 0) return isBroken ? [] : otherTypes(view);
  return [...lines, ...rest, ...wantedLines(view, evidence, nearest[0])];
}

const SIGNER_STEPS: readonly string[] = ["signature", "certificate", "trust", "revocation", "identity", "threshold"];

/** When the signer is what stopped it: whom the policy would have taken. */
function wantedLines(view: TraceView, { trustRoot }: EvidencePart, nearest: CandidatePart | undefined): readonly string[] {
  if (nearest?.because === undefined || !SIGNER_STEPS.includes(nearest.because.step)) return [];
  const roots = trustRoot.split(" or ");
  const terms = view.trace.trust.roots.filter(({ name }) => roots.includes(name)).flatMap((root) => root.terms ?? []);
  return terms.flatMap((term, index) => field(view, index === 0 ? "wanted" : "", said(view, term), PLACE));
}

/** Who signed it, and the check that stopped it. What the reason line says already is not said again. */
function candidateWords(view: TraceView, { trustRoot }: EvidencePart, candidate: CandidatePart, reasons: readonly ReasonPart[]): string {
  const { attestation, identity, because } = candidate;
  const found = attestationOf(view, attestation);
  const root = identity === undefined ? "" : ` (${said(view, trustRoot)})`;
  const isUnsigned = found?.notSigned === true;
  const isAnonymous = found !== undefined && !isUnsigned && isNobodyNamed(found);
  const signer =
    found === undefined || isAnonymous
      ? ""
      : isUnsigned
        ? ", which nobody signed"
        : ` signed by ${signerWords(view, found, identity)}${root}`;
  if (because === undefined || isSaidBy(reasons, because)) return `${attestation}${signer}`;
  const detail = because.detail === undefined || isNamed(found, because) ? "" : `: ${said(view, because.detail)}`;
  const vouched =
    found !== undefined && because.reason.startsWith("issuer-") ? `, ${issuerWords(view, found) ?? "vouched for by nobody"}` : "";
  return `${attestation}${signer}${vouched}${isUnsigned || isAnonymous ? ":" : ", but"} ${meaningOf(view, because.reason)}${detail}`;
}

type Because = NonNullable<CandidatePart["because"]>;

function isSaidBy(reasons: readonly ReasonPart[], because: Because): boolean {
  return reasons.some(
    ({ reason, detail }) =>
      (reason === because.reason && detail === because.detail) || (reason === "ambiguous" && because.reason === "not-picked"),
  );
}

/** The detail of an identity check quotes the name that stands there as the signer already. */
function isNamed(found: AttestationPart | undefined, { step, detail = "" }: Because): boolean {
  const names = (found?.signers ?? []).flatMap(({ identity, issuer }) => [identity, issuer]);
  return step === "identity" && names.some((name) => name !== undefined && detail.includes(name));
}

/** What else is there, when nothing of the right type is. */
function otherTypes(view: TraceView): readonly string[] {
  const words = view.trace.discovery.attestations.map(({ id, predicateType, claimed }) => {
    const type = predicateType ?? claimed?.predicateType;
    return `${id} ${type === undefined ? "of a type that cannot be read" : said(view, type)}${predicateType === undefined ? " (not verified)" : ""}`;
  });
  const shown = view.detail === "verbose" ? words : words.slice(0, 5);
  const rest = words.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].flatMap((text, index) =>
    field(view, index === 0 ? "found" : "", text, PLACE),
  );
}

/** The policy's own advice where it gives one, else what follows from the clause. */
function fixWords(view: TraceView, judgement: JudgementPart, evidence: EvidencePart, reasons: readonly ReasonPart[]): string {
  const [reason] = reasons;
  if (evidence.state === "unverifiable") return repairOf(view, reason?.reason ?? "ambiguous");
  const own = judgement.requirements.find(
    ({ fix, reasons: why }) => fix !== undefined && why?.some((one) => one.evidence === evidence.name) === true,
  )?.fix;
  if (own !== undefined) return said({ ...view, detail: "verbose" }, own);
  if (reason?.reason === "none-yet" || reason?.reason === "none-selected") return repairOf(view, reason.reason);
  return said({ ...view, detail: "verbose" }, attachWords(view, judgement, evidence, "new"));
}

/** Evidence of a control that is not available, each name once. */
export function unavailable({
  judgements,
}: Pick<ControlPart, "judgements">): readonly { readonly judgement: JudgementPart; readonly evidence: EvidencePart }[] {
  const seen = new Set<string>();
  return judgements.flatMap((judgement) =>
    judgement.evidence.flatMap((evidence) => {
      if (evidence.state === "available" || seen.has(evidence.name)) return [];
      seen.add(evidence.name);
      return [{ judgement, evidence }];
    }),
  );
}
