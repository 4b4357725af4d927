/** Evidence as the lines of a test that give it. */
import { formatInstant, quoted } from "../../base/index.ts";
import { writeValue, type CheckedOverride, type CheckedTest, type GivenEvidence } from "../../language/index.ts";

export function caseLines({ forAll }: CheckedTest, givens: readonly GivenEvidence[]): readonly string[] {
  if (givens.length > 0) return givens.map(givenLine);
  return [`// no ${forAll.map(({ given }) => given.name).join(", no ")}`];
}

export function givenLine(given: GivenEvidence): string {
  return ["given", given.name, ...propsOf(given)].join(" ");
}

function propsOf({ file, overrides, root, signer, issuer, signedAt, about, on, spoilt, forged, serves }: GivenEvidence): readonly string[] {
  const isUsual = serves[0]?.evidence.signedBy[0] === root;
  const by = spoilt.has("unsigned")
    ? []
    : signer.kind === "somebody-else"
      ? ["signed by somebody else"]
      : signer.as
        ? [`signed by ${root.name} as ${quoted(signer.as.text)}`]
        : isUsual
          ? []
          : [`signed by ${root.name}`];
  return [
    ...(file ? [`from ${quoted(file.path)}`] : []),
    ...(overrides.length > 0 ? [`with { ${overrides.map(overrideText).join(", ")} }`] : []),
    ...by,
    ...(issuer === "somebody-else" ? ["issued by somebody else"] : []),
    ...(signedAt === undefined ? [] : [`signed at ${formatInstant(signedAt)}`]),
    ...(about.kind === "something-else" ? ["about something else"] : about.kind === "digest" ? [`about ${quoted(about.digest)}`] : []),
    ...(on === undefined ? [] : [on.kind === "index" ? "on index" : `on platform ${quoted(on.name)}`]),
    ...spoilt,
    ...(forged === undefined ? [] : [`forged ${quoted(forged)}`]),
  ];
}

function overrideText({ text, type, value }: CheckedOverride): string {
  if (value.kind === "absent") return `${text}: absent`;
  if (value.kind === "value") return `${text}: ${writeValue(value.value, type)}`;
  const files = value.files.map(quoted).join(", ");
  return `${text}: ${type.kind === "scalar" ? files : `{ ${files} }`}`;
}
