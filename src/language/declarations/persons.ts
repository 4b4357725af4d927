/** `person` lines say which identities are one person. `language.md` §5.6. */
import type { Person, StringLiteral } from "../../../grammar/index.ts";
import { parseIdentity, type Identity } from "../../base/index.ts";
import { error, type Diagnostic } from "../../diagnostics/index.ts";
import { notValid } from "./values.ts";

interface Claimed {
  readonly person: Person;
  readonly literal: StringLiteral;
}

/** Of all files; the same line in two files is one person. An identity that two persons claim is `E4025`. */
export function collectPersons(persons: readonly Person[], report: (diagnostic: Diagnostic) => void): readonly (readonly Identity[])[] {
  const owner = new Map<string, Claimed>();
  const groups: (readonly Identity[])[] = [];
  const seen = new Set<string>();
  for (const person of persons) {
    const members = identitiesOf(person, report);
    const key = [...members.keys()].toSorted().join("\n");
    if (seen.has(key)) continue;
    seen.add(key);
    const group: Identity[] = [];
    for (const [text, { identity, literal }] of members) {
      const first = owner.get(text);
      if (first === undefined) group.push(identity);
      else report(claimedTwice(literal, first));
      owner.set(text, first ?? { person, literal });
    }
    if (group.length > 0) groups.push(group);
  }
  return groups;
}

function identitiesOf(person: Person, report: (diagnostic: Diagnostic) => void) {
  const members = new Map<string, { readonly identity: Identity; readonly literal: StringLiteral }>();
  for (const literal of [person.identity, ...person.also]) {
    const identity = parseIdentity(literal.value);
    if (!identity.ok) report(notValid(literal.span, literal.value, "Identity", identity.error));
    else if (!members.has(identity.value.text)) members.set(identity.value.text, { identity: identity.value, literal });
  }
  return members;
}

function claimedTwice(literal: StringLiteral, first: Claimed): Diagnostic {
  return error("E4025", literal.span, `two persons claim \`${literal.value}\``, {
    related: [{ span: first.literal.span, text: `first claimed by \`${first.person.identity.value}\`` }],
    help: ["if they are one person, write one line with all identities"],
  });
}
