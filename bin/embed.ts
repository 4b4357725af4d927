// Embedded modules: a module of src/platform/embedded/ is run when the bundle is built, and its exports (maps of text) go in as values.
import type { Plugin } from "esbuild";
import { pathToFileURL } from "node:url";
import { firstTokenLookahead } from "../grammar/parser/lookahead.ts";
import { PolicyParser } from "../grammar/parser/parser.ts";
import { recordingLookahead } from "../grammar/parser/stored-lookahead.ts";

export function embedModules(): Plugin {
  return {
    name: "embed",
    setup(setup) {
      setup.onLoad({ filter: /[\\/]src[\\/]platform[\\/]embedded[\\/][\w-]+\.ts$/ }, async ({ path }) => {
        if (path.endsWith("index.ts")) return undefined;
        const exports = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
        return {
          loader: "js",
          contents: Object.entries(exports)
            .map(([name, value]) => embedded(path, name, value))
            .join("\n"),
        };
      });
      setup.onLoad({ filter: /[\\/]grammar[\\/]parser[\\/]stored\.ts$/ }, () => ({ loader: "js", contents: learntLookahead() }));
    },
  };
}

/** The grammar as a parser learns it from the very sources that are bundled. */
function learntLookahead(): string {
  const { strategy, stored } = recordingLookahead(firstTokenLookahead());
  new PolicyParser({ strategy });
  return `export const storedLookahead = JSON.parse(${JSON.stringify(JSON.stringify(stored))});`;
}

function embedded(path: string, name: string, value: unknown): string {
  if (!(value instanceof Map)) throw new Error(`${path}: export ${name} is not a map`);
  return `export const ${name} = /* @__PURE__ */ new Map(${JSON.stringify([...value])});`;
}
