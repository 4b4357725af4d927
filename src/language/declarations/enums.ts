/** Enums, declared or written in place. `language.md` §5.2 and §5.3. */
import type { EnumDeclaration, Member, Members } from "../../../grammar/index.ts";
import type { EnumMember, EnumType } from "../../base/index.ts";
import { error } from "../../diagnostics/index.ts";
import type { Declaring } from "./declaring.ts";
import { nameTaken } from "./names.ts";

/** `undefined` when two members cannot be told apart; that has been reported. */
export function lowerEnum(declaring: Declaring, declaration: EnumDeclaration): EnumType | undefined {
  return lowerMembers(declaring, `${declaring.module.prefix}${declaration.name.text}`, declaration.members);
}

export function lowerMembers(declaring: Declaring, name: string, written: Members): EnumType | undefined {
  const seen = new Map<string, Member>();
  const spelt = new Map<string, Member>();
  const members: EnumMember[] = [];
  let isSound = true;
  for (const member of written.members) {
    const first = seen.get(member.name.text);
    if (first !== undefined) declaring.report(nameTaken("member", member.name, first.name));
    else seen.set(member.name.text, member);
    isSound = first === undefined && reportSharedSpellings(declaring, member, spelt) && isSound;
    members.push({ name: member.name.text, spellings: spellingsOf(member) });
  }
  return isSound ? { kind: "enum", name, ordered: written.ordered, members } : undefined;
}

function spellingsOf(member: Member): readonly string[] {
  return member.spellings.length === 0 ? [member.name.text] : member.spellings.map((spelling) => spelling.value);
}

/** A native text has one meaning. */
function reportSharedSpellings(declaring: Declaring, member: Member, spelt: Map<string, Member>): boolean {
  const before = spelt.size;
  const spellings = spellingsOf(member);
  for (const [index, spelling] of spellings.entries()) {
    const other = spelt.get(spelling);
    spelt.set(spelling, other ?? member);
    if (other === undefined) continue;
    const message = other === member ? `\`${spelling}\` is listed twice` : `\`${spelling}\` already stands for \`${other.name.text}\``;
    declaring.report(
      error("E2026", member.spellings[index]?.span ?? member.span, message, { related: [{ span: other.span, text: "first here" }] }),
    );
  }
  return spelt.size === before + spellings.length;
}
