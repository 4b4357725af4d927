import type { MapsToClause } from "../../../../grammar/index.ts";
import { unlikeItsCatalogue } from "../../catalogues.ts";
import type { Rule } from "../../rule.ts";
import { nodesOf } from "../../syntax.ts";

export const unknownMapping: Rule = {
  code: "L606",
  name: "unknown-mapping",
  title: "mapping that is not in the named catalogue",
  level: "warn",
  check: ({ file }) =>
    nodesOf<MapsToClause>(file, "maps-to").flatMap(({ framework, ids }) =>
      ids.flatMap(({ value, span }) => {
        const like = unlikeItsCatalogue(framework.text, value);
        if (like === undefined) return [];
        return [{ span, message: `\`${framework.text}\` has no \`${value}\``, parts: { help: [`its ids are written like \`${like}\``] } }];
      }),
    ),
};
