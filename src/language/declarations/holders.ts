/** One key is held by one person, whatever trust roots it stands in. `language.md` §5.6. */
import { parseIdentity, peopleOf, type Identity } from "../../base/index.ts";
import { error, type Diagnostic } from "../../diagnostics/index.ts";
import type { ModuleScope, TrustRoot } from "../checked/index.ts";

interface Held {
  readonly root: TrustRoot;
  readonly holder: Identity;
}

/** `E4025` for a key of two holders whom no `person` line makes one: what it signs would be said by both. */
export function checkHolders(scopes: readonly ModuleScope[], persons: readonly (readonly Identity[])[]): readonly Diagnostic[] {
  const people = peopleOf(persons);
  const firstBy = new Map<string, Held>();
  const told = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  const roots = new Set(scopes.flatMap(({ trustRoots }) => [...trustRoots.values()]));
  for (const root of roots) {
    for (const { fingerprint, file, holder: written } of root.keys) {
      const holder = written === undefined ? undefined : parseIdentity(written);
      if (holder?.ok !== true) continue;
      const first = firstBy.get(fingerprint);
      if (first === undefined) firstBy.set(fingerprint, { root, holder: holder.value });
      else if (people.same(first.holder, holder.value) !== true && !told.has(fingerprint)) {
        told.add(fingerprint);
        diagnostics.push(heldByTwo(file, first, { root, holder: holder.value }));
      }
    }
  }
  return diagnostics;
}

function heldByTwo(file: string, first: Held, second: Held): Diagnostic {
  return error("E4025", second.root.span, `\`${file}\` is held by \`${first.holder.text}\` and by \`${second.holder.text}\``, {
    related: first.root === second.root ? [] : [{ span: first.root.span, text: `held by \`${first.holder.text}\` here` }],
    notes: ["whoever has the key could count as two people"],
    help: ["name one holder everywhere", "if they are one person, say so: `person … also …`"],
  });
}
