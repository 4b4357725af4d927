import type { StringLiteral, Trust } from "../../../../grammar/index.ts";
import type { Finding, Rule } from "../../rule.ts";
import { itemsOf, nodesOf } from "../../syntax.ts";

export const lookAlike: Rule = {
  code: "L206",
  name: "look-alike",
  title: "identity with letters that look like others",
  level: "warn",
  check: ({ file }) => itemsOf(file, "trust").flatMap((trust) => textsOf(trust).flatMap(findingsOf)),
};

/** Everything that is compared with a signer: names of files are not, and a holder that is not ASCII is refused anyway. */
function textsOf(trust: Trust): readonly StringLiteral[] {
  const compared = trust.clauses.filter(({ kind }) => !["key", "authority", "sigstore", "proven-by"].includes(kind));
  return nodesOf<StringLiteral>(compared, "string");
}

function findingsOf({ value, span }: StringLiteral): readonly Finding[] {
  const odd = [...value].find((letter) => (letter.codePointAt(0) ?? 0) > 0x7e);
  const isPunycode = /(?:^|[./@])xn--/iu.test(value);
  if (odd === undefined && !isPunycode) return [];
  const which = odd === undefined ? "`xn--` stands for letters of another script" : `\`${odd}\` is U+${hex(odd)}, no letter of ASCII`;
  return [
    {
      span,
      message: "this identity holds letters that can be mistaken for others",
      parts: {
        label: which,
        notes: ["two texts that look the same can be two signers"],
        help: ["copy the identity from a certificate that you trust"],
      },
    },
  ];
}

function hex(letter: string): string {
  return (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}
