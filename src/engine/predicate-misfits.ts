/** Whether a predicate that is about to be signed can be read by the standard views of its type. */
import { predicateFaults, viaRules, type Attested, type ReadFailure } from "../evidence/index.ts";
import { standardViews, type DeclarePorts } from "../language/index.ts";

export interface Misfit {
  /** `std/promotion@1`. */
  readonly module: string;
  /** `approval`. */
  readonly view: string;
  /** The first ten. */
  readonly failures: readonly ReadFailure[];
}

/**
 * The views that could not read every field, one entry each. `specifiers` are the standard modules there are; those whose text does not have the
 * predicate type are not read. Empty for a type of no standard view.
 */
export function predicateMisfits(
  attested: Attested,
  specifiers: readonly string[],
  standardModule: DeclarePorts["standardModule"],
): readonly Misfit[] {
  const { predicateType } = attested;
  const concerned = specifiers.filter((specifier) => standardModule(specifier)?.includes(`"${predicateType}"`) === true);
  const modules = new Map(concerned.map((specifier, index) => [`m${index}`, specifier]));
  return standardViews(modules, standardModule, new Set(viaRules))
    .filter(({ predicateTypes }) => predicateTypes.some(({ type }) => type === predicateType))
    .map((view) => ({ module: view.module, view: view.name.split(".").at(-1) ?? "", failures: predicateFaults(view, attested) }))
    .filter(({ failures }) => failures.length > 0);
}
