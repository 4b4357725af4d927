/** What a module means to who imports it: its views, types, trust roots, parameters, persons and controls, without names of files and layout. */
import { canonicalJsonBytes, encodeHex, type Hasher, type Json } from "../../base/index.ts";
import type { ModuleScope } from "../checked/index.ts";
import { checkControl } from "../controls/index.ts";
import { showBound } from "../declarations/show-value.ts";
import { controlForm, rootForm, viewForm } from "../meaning/index.ts";
import { sorted, typeForm, valueForm } from "../meaning/expression.ts";

export function moduleMeaning(scope: ModuleScope, hasher: Hasher): string {
  return `sha256:${encodeHex(hasher.digest("sha256", [canonicalJsonBytes(moduleForm(scope))]))}`;
}

function moduleForm(scope: ModuleScope): Json {
  const named = <T>(items: ReadonlyMap<string, T>, form: (item: T) => Json) => sorted([...items].map(([name, item]) => [name, form(item)]));
  const { items } = scope.file;
  const persons = items.flatMap((item) =>
    item.kind === "person" ? [sorted([item.identity.value, ...item.also.map(({ value }) => value)])] : [],
  );
  return [
    "module",
    named(scope.views, viewForm),
    named(scope.types, typeForm),
    named(scope.trustRoots, rootForm),
    named(scope.parameters, ({ type, value, bound }) => [typeForm(type), valueForm(value, type), bound ? showBound(bound, type) : null]),
    sorted(persons),
    sorted(controlForms(scope)),
  ];
}

/** A control that does not check is reported where it is used; here its text is not there. */
function controlForms(scope: ModuleScope): readonly Json[] {
  const around = { gates: new Set<string>(), controls: new Set<string>() };
  return scope.file.items.flatMap((item) => {
    const checked = item.kind === "control" ? checkControl(scope, item, around).control : undefined;
    return checked === undefined ? [] : [[checked.id, controlForm(checked, "1")]];
  });
}
