/** Rule `slsa-level`: the highest level of one track among the levels of a summary, W1. Levels of other tracks and other words are passed over. */
import { isArray, ok } from "../../base/index.ts";
import { absent, children, notOfType, type Located } from "../reading/located.ts";
import { whenPresent, type Rule } from "./rule.ts";

const SLSA_LEVEL = "slsa-level";

/** `SLSA_BUILD_LEVEL_3`: decimal, no leading zero. `_UNEVALUATED` states no level. */
const LEVEL = /^SLSA_([A-Z]+)_LEVEL_(0|[1-9][0-9]{0,8})$/u;

/** The field that asks says which track: `buildLevel`, `sourceLevel`. */
const tracks: Readonly<Record<string, string>> = { buildLevel: "BUILD", sourceLevel: "SOURCE" };

export const slsaLevelRule: Rule = whenPresent((input, { field, maxElements }) => {
  if (!isArray(input.json)) return notOfType(input, "an array");
  const levels = children(input, maxElements);
  if (!levels.ok) return levels;
  const odd = levels.value.find(({ json }) => typeof json !== "string");
  if (odd !== undefined) return notOfType(odd, "a string");
  const track = tracks[field.name] ?? "BUILD";
  const stated = levels.value.flatMap((found) => levelOf(found, track) ?? []);
  const [first, ...others] = stated;
  if (first === undefined) return absent;
  const highest = others.reduce((best, next) => (next.level > best.level ? next : best), first);
  const { json, pointer } = highest.found;
  return ok({ json: highest.level, native: json, pointer, via: SLSA_LEVEL });
});

interface Level {
  readonly found: Located;
  readonly level: number;
}

function levelOf(found: Located, track: string): Level | undefined {
  const [, named, digits] = LEVEL.exec(typeof found.json === "string" ? found.json : "") ?? [];
  return named === track ? { found, level: Number(digits) } : undefined;
}
