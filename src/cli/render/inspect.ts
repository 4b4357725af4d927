/** What `policy inspect` found, as text. A pure function of its document; every text from outside is escaped. */
import type { CandidateFound, InspectDocument, SourceAsked } from "../../audit/index.ts";
import type { Colours } from "./colour.ts";
import { hang } from "./columns.ts";
import { escapeAndCut } from "./escape.ts";
import { attestationLines } from "./inspect/attestation-block.ts";
import { sentenceOf } from "./reasons.ts";
import { shortDigests } from "./verdict/view.ts";

/** Ends with a line break. */
export function renderInspection(document: InspectDocument, colours: Colours): string {
  const lines = [
    ...headLines(document, colours),
    "",
    colours.bold("sources"),
    ...document.sources.flatMap((source) => sourceLines(source, colours)),
    ...notTakenLines(document.candidates, colours),
    ...document.attestations.flatMap((attestation, index) => [
      "",
      ...attestationLines(document, attestation, document.attestations.slice(0, index), colours),
    ]),
    ...document.warnings.flatMap((warning) => ["", ...hang("warning  ", escapeAndCut(warning, 500))]),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function headLines({ subject, attestations, absenceHolds }: InspectDocument, colours: Colours): readonly string[] {
  const verified = attestations.filter((one) => one.verified).length;
  const unsigned = attestations.filter((one) => one.notSigned === true).length;
  const rest = attestations.length - verified - unsigned;
  const counts = [`${verified} verified`, ...(rest > 0 ? [`${rest} not verified`] : []), ...(unsigned > 0 ? [`${unsigned} unsigned`] : [])];
  const found =
    attestations.length === 0
      ? "no attestations found"
      : `${attestations.length} attestation${attestations.length === 1 ? "" : "s"}: ${counts.join(", ")}`;
  const answered = absenceHolds ? "every source answered in full" : colours.yellow("not every source answered: there may be more");
  const platforms = subject.set.slice(1).flatMap(({ platform }) => (platform === undefined ? [] : [escapeAndCut(platform, 100)]));
  return [
    ...hang("", escapeAndCut(subject.reference.replace(`@${subject.digest}`, ""), 500)).map((line) => colours.bold(line)),
    subject.digest,
    ...(platforms.length === 0 ? [] : hang("platforms  ", platforms.join(", "))),
    `${found} · ${answered}`,
  ];
}

function sourceLines(source: SourceAsked, colours: Colours): readonly string[] {
  const { id, kind, location } = source;
  const answer = hang(`  ${`${id} ${kind}`.padEnd(22)}`, answerWords(source));
  const place = hang(" ".repeat(24), shortDigests(escapeAndCut(location, 300)));
  return [
    ...answer.map((line) => (source.status === "failed" ? line.replace("failed:", colours.red("failed:")) : line)),
    ...place.map((line) => colours.dim(line)),
  ];
}

function answerWords({ status, listed, because, detail }: SourceAsked): string {
  if (status === "complete") return `complete, ${listed === 0 ? "none" : `${listed} listed`}`;
  const why = because === undefined ? status : `${sentenceOf(because).means} (${because})`;
  if (status === "unsupported") return why;
  return `failed: ${why}${detail === undefined ? "" : `, ${escapeAndCut(detail, 300)}`}`;
}

/** What was listed and is no attestation about this image. */
function notTakenLines(candidates: readonly CandidateFound[], colours: Colours): readonly string[] {
  const others = candidates.filter(({ state }) => state !== "admitted");
  if (others.length === 0) return [];
  const lines = others.flatMap(({ digest, state, because, detail }) => {
    const why = detail === undefined ? sentenceOf(because ?? state).means : escapeAndCut(detail, 300);
    return hang(`  ${digest.slice(0, 19)}  `, `${state}: ${why}${because === undefined || because === state ? "" : ` (${because})`}`);
  });
  return ["", colours.bold("listed and not read as attestations"), ...lines];
}
