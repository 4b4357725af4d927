/** What is asked of a policy that shall judge an image, beyond being right. `language.md` §6.11. */
import { error } from "../diagnostics/index.ts";
import type { Compiled } from "./compile.ts";

/** The same, and without its policy where that has no gate: others can use it, but it judges nothing (E6017). */
export function toEvaluate(compiled: Compiled): Compiled {
  const { policy, ...rest } = compiled;
  if (policy === undefined || policy.gates.length > 0) return compiled;
  const { header } = compiled.declared.main.file;
  const noGate = error("E6017", header.span, "this policy has no gate, so it can be used by others but judges nothing", {
    label: "no gate stands in this file",
    help: ["give it a gate that enforces at least one control: `gate prod { enforce C-01 }`", "or name a policy that has one"],
  });
  return { ...rest, diagnostics: [...rest.diagnostics, noGate] };
}
