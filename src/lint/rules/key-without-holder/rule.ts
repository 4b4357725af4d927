import type { Trust } from "../../../../grammar/index.ts";
import type { Control } from "../../../language/index.ts";
import { walk } from "../../../language/index.ts";
import { evidenceOf, ownControls, requirementsOf } from "../../meaning.ts";
import type { Rule } from "../../rule.ts";
import { clausesOf, itemsOf } from "../../syntax.ts";

export const keyWithoutHolder: Rule = {
  code: "L204",
  name: "key-without-holder",
  title: "key without holder where people are compared",
  level: "warn",
  check: (input) => {
    const compared = new Set(ownControls(input).flatMap(rootsCompared));
    const roots = itemsOf(input.file, "trust").filter(({ name }) => compared.has(name.text));
    return roots.flatMap((root) =>
      keysWithoutHolder(root).map(({ file, span }) => ({
        span,
        message: `nobody says who holds \`${file.value}\`, and its signatures are compared with people`,
        parts: {
          notes: ["a key and a person that nobody has linked cannot be compared, so the control would be unverifiable"],
          help: ['say who holds it: `held by "mia@acme.example"`'],
        },
      })),
    );
  },
};

function keysWithoutHolder(root: Trust) {
  return clausesOf(root, "key").filter(({ props }) => props.every((prop) => prop.kind !== "held-by"));
}

/** The trust roots of evidence whose signers a control compares. */
function rootsCompared(control: Control): readonly string[] {
  const names = new Set<string>();
  for (const { condition } of requirementsOf(control)) {
    walk(condition, (at) => {
      if (at.kind === "signer-of") names.add(at.statement.evidence);
      else if (at.kind === "quantified" && at.fromDifferentSigners && at.drawn.list.kind === "statements")
        names.add(at.drawn.list.evidence);
    });
  }
  return evidenceOf(control).flatMap((each) => (names.has(each.name) ? each.signedBy.map(({ name }) => name) : []));
}
