/**
 * X6: which names an authority may issue for, RFC 5280 §4.2.1.10. URI, DNS, e-mail and directory names are judged; a constraint on
 * any other kind of name makes the path invalid, whether or not a name of that kind is there.
 */
import { ok, type Result } from "../../base/index.ts";
import { DerFault, readDer, type DerNode } from "../der/der.ts";
import { ascii, child, sequence } from "../der/values.ts";
import type { Certificate } from "./certificate.ts";
import { comparableParts, EMAIL_ADDRESS, readDirectoryName, type DirectoryName } from "./directory-name.ts";
import { findExtension } from "./extensions.ts";
import { oids } from "./oids.ts";

const MAX_DEPTH = 16;

type TextKind = "uri" | "dns" | "email";
type ConstrainedName =
  | { readonly kind: TextKind; readonly text: string }
  | { readonly kind: "directory"; readonly parts: readonly string[] }
  /** An address, a registered id: nothing here compares it. */
  | { readonly kind: "other" };

interface NameConstraints {
  readonly permitted: readonly ConstrainedName[];
  readonly excluded: readonly ConstrainedName[];
}

const textKinds: Readonly<Record<number, TextKind>> = { 0x81: "email", 0x82: "dns", 0x86: "uri" };
const DIRECTORY = 0xa4;

function readName(node: DerNode): ConstrainedName {
  const kind = textKinds[node.tag];
  if (kind !== undefined) return { kind, text: ascii(node.content) };
  return node.tag === DIRECTORY ? directory(readDirectoryName(child(node, 0))) : { kind: "other" };
}

function directory(name: DirectoryName): ConstrainedName {
  return { kind: "directory", parts: comparableParts(name) };
}

function readConstraints(root: DerNode): NameConstraints {
  const subtrees = { permitted: [] as ConstrainedName[], excluded: [] as ConstrainedName[] };
  for (const part of sequence(root).children) {
    if (part.tag !== 0xa0 && part.tag !== 0xa1) throw new DerFault("name constraints have a part that is not known");
    const into = part.tag === 0xa0 ? subtrees.permitted : subtrees.excluded;
    for (const subtree of part.children) {
      // `minimum` and `maximum` must not be there: RFC 5280.
      if (sequence(subtree).children.length !== 1) throw new DerFault("a subtree of names has a distance");
      into.push(readName(child(subtree, 0)));
    }
  }
  return subtrees;
}

/** The names that an authority's constraints apply to: its own name, every alternative name, an address inside the name. */
function namesOf(certificate: Certificate): Result<readonly ConstrainedName[], string> {
  const subject = readDer(certificate.subject, MAX_DEPTH, readDirectoryName);
  if (!subject.ok) return subject;
  const extension = findExtension(certificate, oids.subjectAltName);
  const alternative =
    extension === undefined ? ok([]) : readDer(extension.value, MAX_DEPTH, (root) => sequence(root).children.map(readName));
  if (!alternative.ok) return alternative;
  const addresses = subject.value.flatMap((relative) => relative.filter(({ type }) => type === EMAIL_ADDRESS));
  const hidden = addresses.map(({ value }): ConstrainedName => ({ kind: "email", text: value }));
  const own = subject.value.length === 0 ? [] : [directory(subject.value)];
  return ok([...own, ...alternative.value, ...hidden]);
}

/** Why `authority` may not have issued for one of the names below it; `undefined` when it may. */
export function constraintFault(authority: Certificate, below: readonly Certificate[]): string | undefined {
  const extension = findExtension(authority, oids.nameConstraints);
  if (extension === undefined) return undefined;
  const constraints = readDer(extension.value, MAX_DEPTH, readConstraints);
  if (!constraints.ok) return "the issuer's name constraints cannot be read";
  const { permitted, excluded } = constraints.value;
  if ([...permitted, ...excluded].some((name) => name.kind === "other")) return "the issuer constrains names of a kind that is not judged";
  for (const certificate of below) {
    const names = namesOf(certificate);
    if (!names.ok) return "a name below a constrained issuer cannot be read";
    const outside = names.value.some((name) => isOutside(name, constraints.value));
    if (outside) return "a name is outside the issuer's name constraints";
  }
  return undefined;
}

function isOutside(name: ConstrainedName, { permitted, excluded }: NameConstraints): boolean {
  const ofKind = permitted.filter((base) => base.kind === name.kind);
  if (excluded.some((base) => covers(base, name, "excluded"))) return true;
  return ofKind.length > 0 && !ofKind.some((base) => covers(base, name, "permitted"));
}

/** A name that cannot be compared is covered by every exclusion and by no permission. */
function covers(base: ConstrainedName, name: ConstrainedName, as: "permitted" | "excluded"): boolean {
  if (base.kind === "directory" && name.kind === "directory") return base.parts.every((part, i) => part === name.parts[i]);
  if (!("text" in base && "text" in name) || base.kind !== name.kind) return false;
  const host = hostOf(name.kind, name.text);
  if (host === undefined) return as === "excluded";
  if (base.kind === "email" && base.text.includes("@")) return sameMailbox(base.text, name.text);
  return hostCovers(base.kind, base.text.toLowerCase(), host);
}

const HOST = /^[a-z0-9_*-]+(?:\.[a-z0-9_*-]+)*$/u;

/** Without user, port and path; `undefined` where there is none, or an address stands in its place. */
function hostOf(kind: TextKind, text: string): string | undefined {
  const host = kind === "dns" ? text : kind === "email" ? text.slice(text.lastIndexOf("@") + 1) : uriHost(text);
  if (host === undefined || (kind === "email" && !text.includes("@"))) return undefined;
  const folded = host.toLowerCase();
  return HOST.test(folded) && !/^[0-9.]+$/u.test(folded) ? folded : undefined;
}

function uriHost(text: string): string | undefined {
  return /^[A-Za-z][A-Za-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:@]+)(?::[0-9]*)?(?:[/?#]|$)/u.exec(text)?.[1];
}

function sameMailbox(base: string, name: string): boolean {
  const [baseAt, nameAt] = [base.lastIndexOf("@"), name.lastIndexOf("@")];
  return base.slice(0, baseAt) === name.slice(0, nameAt) && base.slice(baseAt).toLowerCase() === name.slice(nameAt).toLowerCase();
}

/** A leading dot asks for a host below, and no host begins with one; DNS constraints hold for the host itself and everything below it. */
function hostCovers(kind: TextKind, base: string, host: string): boolean {
  if (base === "") return true;
  if (base.startsWith(".")) return host.endsWith(base);
  return host === base || (kind === "dns" && host.endsWith(`.${base}`));
}
