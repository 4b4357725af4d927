/** Elements that keep a `no` or an `every` from being true, by the keys that a waiver names them by. `language.md` §6.10. */
import type { Requirement } from "../language/index.ts";
import { readers } from "./compile.ts";
import { paidFor, type Environment } from "./environment.ts";
import { keyOf } from "./explain-quantifier.ts";
import { quantify, type Element } from "./quantify.ts";
import { isSecret } from "./secrets.ts";
import { Unknown, type Truth } from "./truth.ts";

export interface Culprit {
  /** Position in the list. */
  readonly index: number;
  /** Absent where nothing tells the element from others. */
  readonly key?: string;
  /** Nobody knows whether it is one, for a reason that no waiver covers. */
  readonly isUnverifiable: boolean;
}

/** All of them, however many; `undefined` where the requirement is not about elements, or its list is not known whole. */
export function culpritsOf({ condition }: Requirement, truth: Truth, environment: Environment): readonly Culprit[] | undefined {
  if (truth === true || condition.kind !== "quantified") return undefined;
  const { word, drawn } = condition;
  if ((word !== "no" && word !== "every") || drawn.list.kind !== "values") return undefined;
  const found = paidFor(environment, () => quantify(condition, environment, readers));
  if (found instanceof Unknown || found.unread.length > 0) return undefined;
  const { list } = drawn;
  const isHidden = isSecret(list.expression);
  const good = word === "no" ? "false" : "true";
  const culprits: Culprit[] = [];
  let unknowns = 0;
  for (const [index, each] of found.truths.entries()) {
    const because = each === "unknown" ? found.unknowns[unknowns++] : undefined;
    if (each === good) continue;
    const element = found.elements[index] as Exclude<Element, { record: unknown }>;
    const key = isHidden ? undefined : keyOf(element, list.type.of);
    culprits.push({
      index,
      key,
      isUnverifiable: because !== undefined && because.reasons.some(({ outcome }) => outcome === "unverifiable"),
    });
  }
  return culprits;
}
