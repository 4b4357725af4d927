// Embedded modules: a module of src/platform/embedded/ is run when the bundle is built, and its exports (maps of text) go in as values.
import type { Plugin } from "esbuild";
import { pathToFileURL } from "node:url";

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
    },
  };
}

function embedded(path: string, name: string, value: unknown): string {
  if (!(value instanceof Map)) throw new Error(`${path}: export ${name} is not a map`);
  return `export const ${name} = /* @__PURE__ */ new Map(${JSON.stringify([...value])});`;
}
