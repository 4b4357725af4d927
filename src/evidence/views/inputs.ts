/** Rules `inputs-named` and `inputs-verified`: how many inputs a summary names, and how many of them the run found and verified. W4. */
import { ok, type Json } from "../../base/index.ts";
import { namedInputs, resolveInputs } from "../inputs.ts";
import { absent, type Fault, type Located, type Lookup } from "../reading/located.ts";
import { whenPresent, type Rule } from "./rule.ts";

/** An empty list is as good as none: by its specification it says nothing of what was looked at. */
export const inputsNamedRule: Rule = whenPresent((input, { maxElements }) => {
  const named = namedInputs(input, maxElements);
  return named.ok ? numberAt(input, named.value.length, named.value.length, "inputs-named") : named;
});

/** While one of them is undecided there is no number: a lower one would say that it is not there. */
export const inputsVerifiedRule: Rule = whenPresent((input, { stored, maxElements }) => {
  const named = namedInputs(input, maxElements);
  if (!named.ok) return named;
  const resolved = resolveInputs(named.value, stored);
  for (const { pointer, stored: as } of resolved) if (as.kind === "undecided") return { ok: false, error: undecided(pointer, as.because) };
  return numberAt(input, resolved.length, resolved.filter(({ stored: as }) => as.kind === "verified").length, "inputs-verified");
});

function numberAt({ pointer }: Located, named: number, count: Json, via: string): Lookup {
  return named === 0 ? absent : ok({ json: count, pointer, via });
}

function undecided(pointer: string, { step, reason, detail }: { step: string; reason: string; detail: string }): Fault {
  const problem = `whether this input was found and verifies cannot be told: ${detail}`;
  return { kind: "undecided", pointer, problem, because: { step, reason } };
}
