/** Standard modules that the engine itself reads, whether or not the policy imports them: waivers, and verdicts of earlier gates. */
import { encodeUtf8 } from "../base/index.ts";
import { error, type Diagnostic, type Span } from "../diagnostics/index.ts";
import type { ModuleScope } from "./checked/index.ts";
import { declare, type DeclareInput } from "./declarations/index.ts";

const MAIN = "engine.policy";

export type EngineModule = "waiver" | "verdict";

/** The module as a policy would see it; `E2006` at the clause that needs it where this version does not ship it. */
export function standardScope(
  input: DeclareInput,
  name: EngineModule,
  needed: Span,
  report: (diagnostic: Diagnostic) => void,
): ModuleScope | undefined {
  const specifier = `std/${name}@1`;
  const text = `policy engine version 1\nuse ${name} from "${specifier}"\n`;
  const { main, diagnostics } = declare({
    ...input,
    mainPath: MAIN,
    settings: { parameters: [] },
    ports: { ...input.ports, readFile: (path) => (path === MAIN ? encodeUtf8(text) : undefined), hasFile: (path) => path === MAIN },
  });
  const scope = main.uses.get(name);
  if (scope !== undefined && diagnostics.length === 0) return scope;
  report(error("E2006", needed, `this clause needs \`${specifier}\`, which is not part of this version`));
  return undefined;
}
