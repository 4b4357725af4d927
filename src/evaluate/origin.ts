/** Where the value of a path comes from: evidence, attestation, field of the view, and whether it is a secret. `language.md` §7. */
import type { Cell } from "../base/index.ts";
import type { Expression, TheElement } from "../language/index.ts";
import { readers } from "./compile.ts";
import { once } from "./once.ts";
import { paidFor, type Environment } from "./environment.ts";
import { theElement } from "./quantify.ts";
import type { From } from "./trace.ts";

/** The expression that a path starts from. */
export function rootOf(path: Expression): Expression {
  return path.kind === "field" ? rootOf(path.of) : path;
}

/** The evidence that a path leads to in the end, by name. */
export function evidenceOf(path: Expression): string | undefined {
  switch (path.kind) {
    case "statement":
      return path.evidence;
    case "field":
      return evidenceOf(path.of);
    case "element":
      return evidenceOf(path.list);
    case "define":
      return evidenceOf(path.value);
    case "the":
      return path.drawn.list.kind === "statements" ? path.drawn.list.evidence : evidenceOf(path.drawn.list.expression);
    default:
      return undefined;
  }
}

/** The pointer that the cell was read at, in the attestation that the path leads to. */
export function fromOf(cell: Cell, path: Expression, environment: Environment): From | undefined {
  const attestation = attestationOf(path, environment);
  if (attestation === undefined || cell.pointer === undefined) return undefined;
  return { attestation, pointer: cell.pointer, field: fieldName(path), native: cell.native, via: cell.via };
}

/** The attestation that a path reads from. */
export function attestationOf(path: Expression, environment: Environment): string | undefined {
  switch (path.kind) {
    case "statement": {
      const slot = environment.slots[path.slot];
      return slot && "attestation" in slot ? slot.attestation : undefined;
    }
    case "field":
      return attestationOf(path.of, environment);
    case "element":
      return attestationOf(path.list, environment);
    case "define":
      return attestationOf(path.value, environment);
    case "the":
      return attestationOfThe(path, environment);
    default:
      return undefined;
  }
}

function attestationOfThe(the: TheElement, environment: Environment): string | undefined {
  const { list } = the.drawn;
  if (list.kind === "values") return attestationOf(list.expression, environment);
  const { chosen } = paidFor(environment, () => theElement(the, environment, readers));
  return "attestation" in chosen ? chosen.attestation : undefined;
}

/** `vuln.report/findings/severity`. */
const fieldName: (path: Expression) => string = once((path) => {
  switch (path.kind) {
    case "field":
      return `${fieldName(path.of)}/${path.field.name}`;
    case "element":
      return fieldName(path.list);
    case "define":
      return fieldName(path.value);
    case "the":
      return path.drawn.list.kind === "values" ? fieldName(path.drawn.list.expression) : path.drawn.list.type.name;
    default:
      return path.type.kind === "record" ? path.type.name : "";
  }
});
