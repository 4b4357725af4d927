import type { Trust } from "../../../../grammar/index.ts";
import type { Finding, Rule } from "../../rule.ts";
import { clausesOf, itemsOf } from "../../syntax.ts";

export const oneHolder: Rule = {
  code: "L205",
  name: "one-holder",
  title: "threshold that one person can meet",
  level: "warn",
  check: ({ file }) => itemsOf(file, "trust").flatMap(findingsOf),
};

function findingsOf(trust: Trust): readonly Finding[] {
  const [threshold] = clausesOf(trust, "threshold");
  const keys = clausesOf(trust, "key");
  const holders = keys.map(({ props }) => props.find((prop) => prop.kind === "held-by")?.holder.value);
  const [holder] = holders;
  if (threshold === undefined || Number(threshold.count.digits) < 2 || holder === undefined) return [];
  if (holders.some((other) => other !== holder)) return [];
  return [
    {
      span: threshold.span,
      message: `\`${holder}\` holds every key of \`${trust.name.text}\` and can meet its threshold alone`,
      parts: { help: ["add a key that somebody else holds, or remove the threshold"] },
    },
  ];
}
