import type { InputPart, InspectDocument, InspectedAttestation, SignerPart } from "../../../audit/index.ts";
import { byCodeUnit } from "../../../base/index.ts";
import type { Colours } from "../colour.ts";
import { hang, padTo } from "../columns.ts";
import { escapeAndCut } from "../escape.ts";
import { sentenceOf } from "../reasons.ts";
import { shortDigests } from "../verdict/view.ts";

const LABEL_WIDTH = 11;

/** `earlier` are those shown before: a trust block that one of them has is not shown again. */
export function attestationLines(
  document: InspectDocument,
  one: InspectedAttestation,
  earlier: readonly InspectedAttestation[],
  colours: Colours,
): readonly string[] {
  const show: Show = (label, text) => {
    const [first = "", ...rest] = hang(`  ${label.padEnd(LABEL_WIDTH)}`, text);
    return [`  ${label === "" ? "" : colours.dim(label)}${first.slice(2 + label.length)}`, ...rest];
  };
  return [
    headLine(one, colours),
    ...whyLines(one, show),
    ...show("about", aboutWords(document, one)),
    ...one.signers.flatMap((signer) => signerLines(signer, show)),
    ...claimLines(one, show),
    ...timeLines(one, show),
    ...inputLines(one, show),
    ...crossCheckLines(one, show, colours),
    ...show(
      "found",
      `${one.sources.join(", ")} ${shortDigests(escapeAndCut(one.envelope.uri ?? "", 300))}${one.carrier === undefined ? "" : ` (${carriers[one.carrier]})`}`,
    ),
    ...show("envelope", one.envelope.digest),
    ...(one.statement === undefined ? [] : show("statement", one.statement)),
    ...trustLines(one, earlier, show),
  ];
}

type Show = (label: string, text: string) => readonly string[];

const carriers = { dsse: "DSSE envelope", "sigstore-bundle": "Sigstore bundle", "cosign-layer": "cosign attestation" } as const;

function headLine(one: InspectedAttestation, colours: Colours): string {
  const type = one.predicateType ?? one.claimed?.predicateType;
  const shown = type === undefined ? "type unknown" : `${one.verified ? "" : "claims to be "}${escapeAndCut(type, 200)}`;
  const [symbol, word, paint] = one.verified
    ? (["✓", "VERIFIED", colours.green] as const)
    : one.notSigned === true
      ? (["–", "UNSIGNED", colours.yellow] as const)
      : (["✗", "NOT VERIFIED", colours.red] as const);
  return `${paint(symbol)} ${colours.bold(one.id)}  ${paint(padTo(word, 13))} ${shown}`;
}

/** The step that failed first with its reason in words, and every other step that failed. */
function whyLines({ rejected, steps, notSigned }: InspectedAttestation, show: Show): readonly string[] {
  if (rejected === undefined) return [];
  const { step, reason, detail } = rejected;
  const others = steps.filter(
    (one) => (one.outcome === "fail" || one.outcome === "error") && one.step !== step && one.reason !== undefined,
  );
  return [
    ...show("why", `${sentenceOf(reason).means} (${step} · ${reason})`),
    ...(detail === undefined || notSigned === true ? [] : show("", escapeAndCut(detail, 500))),
    ...others.flatMap((one) => show("also", `${sentenceOf(one.reason ?? "").means} (${one.step} · ${one.reason ?? ""})`)),
  ];
}

function aboutWords({ subject }: InspectDocument, { relation, verified, subjects, claimed }: InspectedAttestation): string {
  const named = subjects ?? claimed?.subjects ?? [];
  if (named.length === 0) return "it names no subject that can be read";
  const claim = verified ? "" : " (claimed, not verified)";
  const what = subject.set[0]?.role === "file" ? "file" : "image";
  switch (relation.kind) {
    case "same":
      return `this ${what}${claim}`;
    case "index-of":
      return `the index ${relation.digest.slice(0, 19)} that lists this image${claim}`;
    case "platform-of":
      return `its platform ${escapeAndCut(relation.platform ?? relation.digest, 100)}${claim}`;
    case "other":
      return `another ${what}${claim}: ${named
        .slice(0, 3)
        .map((digest) => escapeAndCut(digest, 80))
        .join(", ")}${named.length > 3 ? `, and ${named.length - 3} more` : ""}`;
  }
}

function signerLines(signer: SignerPart, show: Show): readonly string[] {
  if (signer.kind === "key") return show("signed by", `the key ${escapeAndCut(signer.key ?? "", 100)}`);
  const claims = Object.entries(signer.claims ?? {}).filter(([name]) => !name.startsWith("legacy-"));
  return [
    ...show("signed by", escapeAndCut(signer.identity ?? "", 500)),
    ...(signer.issuer === undefined ? [] : show("issuer", escapeAndCut(signer.issuer, 300))),
    ...(signer.root === undefined ? [] : show("sigstore", escapeAndCut(signer.root, 100))),
    ...claims.flatMap(([name, value], index) => show(index === 0 ? "claims" : "", `${escapeAndCut(name, 60)} ${escapeAndCut(value, 300)}`)),
  ];
}

/** What an unverified one says of its signer. */
function claimLines({ claimed }: InspectedAttestation, show: Show): readonly string[] {
  const name = claimed?.identity ?? claimed?.keyids?.join(", ");
  return name === undefined
    ? []
    : show(
        "claims",
        `to be signed by ${escapeAndCut(name, 300)}${claimed?.issuer === undefined ? "" : `, vouched for by ${escapeAndCut(claimed.issuer, 300)}`}`,
      );
}

function timeLines({ logs, times, verified }: InspectedAttestation, show: Show): readonly string[] {
  const entries = (logs ?? []).flatMap(({ operator, logIndex, entryKind, kind, integratedTime }, index) =>
    show(
      index === 0 ? "log" : "",
      `${escapeAndCut(operator, 200)} entry ${logIndex} (${escapeAndCut(entryKind, 60)}, ${kind})${integratedTime === undefined ? "" : `, ${integratedTime}`}`,
    ),
  );
  const stamps = (times.trusted ?? []).filter(({ kind }) => kind === "timestamp");
  const stamped = stamps.flatMap(({ at, operator }, index) =>
    show(index === 0 ? "timestamp" : "", `${at} by ${escapeAndCut(operator, 200)}`),
  );
  const unproven = verified && times.signedAt === undefined ? show("time", "not proven by anybody") : [];
  return [...entries, ...stamped, ...unproven];
}

/** How many of a summary's inputs are here, and which are not. */
function inputLines({ inputs }: InspectedAttestation, show: Show): readonly string[] {
  if (inputs === undefined) return [];
  const found = inputs.each.flatMap(({ state, attestation }) => (state === "verified" && attestation !== undefined ? [attestation] : []));
  const rest = inputs.each.filter(({ state }) => state !== "verified");
  const names = found.length === 0 ? "" : `: ${found.sort(byCodeUnit).join(", ")}`;
  return [
    ...show("inputs", `${inputs.verified} of the ${inputs.named} that it names were found here and verified${names}`),
    ...rest.slice(0, SHOWN_INPUTS).flatMap((input) => show("", `${inputStates[input.state]}: ${inputName(input)}`)),
    ...(rest.length > SHOWN_INPUTS ? show("", `and ${rest.length - SHOWN_INPUTS} more that were not`) : []),
  ];
}

const SHOWN_INPUTS = 10;

const inputStates = {
  verified: "verified",
  "not-verified": "found, and does not verify",
  "not-found": "not found",
  undecided: "cannot be told, because not everything could be looked at",
} as const;

function inputName({ attestation, digest, pointer }: InputPart): string {
  return attestation ?? digest ?? `${escapeAndCut(pointer, 100)} (it gives no SHA-256)`;
}

function crossCheckLines({ crossCheck, verified }: InspectedAttestation, show: Show, colours: Colours): readonly string[] {
  if (crossCheck === undefined) return [];
  const { outcome, theirs = "", detail, why } = crossCheck;
  const answer = theirs === "verified" ? "verifies it" : `refuses it (${escapeAndCut([theirs, detail ?? ""].join(": "), 200)})`;
  switch (outcome) {
    case "not-asked":
      return show(
        "compared",
        "not asked: @sigstore/verify reads Sigstore bundles with an envelope, and this is none that was decided within the limits",
      );
    case "agrees":
      return show("compared", `@sigstore/verify ${answer} as well`);
    case "differs":
      return show("compared", `@sigstore/verify ${answer}; this is intended: ${why ?? ""}`);
    case "disagrees":
      return show(
        "compared",
        `${colours.red("DISAGREES")}: @sigstore/verify ${answer}, and this program ${verified ? "verifies it" : "refuses it"}; one of the two is wrong (internal-error)`,
      );
  }
}

/** The block, or the name of the attestation whose block admits this one as well. */
function trustLines({ trust }: InspectedAttestation, earlier: readonly InspectedAttestation[], show: Show): readonly string[] {
  if (trust === undefined) return [];
  const body = (text: string): string => text.slice(text.indexOf("{"));
  const same = earlier.find((other) => other.trust !== undefined && body(other.trust) === body(trust));
  if (same !== undefined) return show("trust", `as for ${same.id}`);
  return ["  to admit exactly this signer:", ...trust.split("\n").map((line) => `    ${escapeAndCut(line, 2000)}`)];
}
