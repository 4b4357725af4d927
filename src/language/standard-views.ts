/** The views of modules alone, without a policy around them. */
import type { View } from "../base/index.ts";
import { declare, type DeclarePorts } from "./declarations/index.ts";

const MAIN = "views.policy";

/**
 * The views of standard modules: `modules` are specifiers by alias, `vuln` → `std/vuln@1`, and views are named by it, `vuln.report`, in the
 * order of the text. A module that is not there or does not check has none.
 */
export function standardViews(
  modules: ReadonlyMap<string, string>,
  standardModule: DeclarePorts["standardModule"],
  viaRules: ReadonlySet<string>,
): readonly View[] {
  const uses = [...modules].map(([alias, specifier]) => `use ${alias} from "${specifier}"`);
  const text = new TextEncoder().encode(["policy views version 1", ...uses, ""].join("\n"));
  const nothing = { ok: true, value: [] } as const;
  const { main } = declare({
    mainPath: MAIN,
    settings: { parameters: [] },
    viaRules,
    claimNames: new Set(),
    ports: {
      readFile: (path) => (path === MAIN ? text : undefined),
      hasFile: (path) => path === MAIN,
      standardModule,
      loadKeys: () => nothing,
      loadCertificates: () => nothing,
      loadTrustedRoot: () => ({ ok: false, error: "modules have none" }),
      sha256: () => "sha256:00",
      hasSigstoreInstance: () => false,
      admitsName: () => false,
    },
  });
  return [...main.uses.values()].flatMap(({ views }) => [...views.values()]);
}
