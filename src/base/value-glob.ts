/** Globs over values: which segments a Uri, Repository, GitRef or Identity has. */
import { compileGlob, matchesGlob, type Glob } from "./glob.ts";
import { err, ok, type Result } from "./result.ts";
import type { GitRef } from "./scalars/git-ref.ts";
import type { Identity } from "./scalars/identity.ts";
import type { Repository } from "./scalars/repository.ts";
import type { Uri } from "./scalars/uri.ts";

export type GlobType = "Uri" | "Repository" | "GitRef" | "Identity";
export type GlobValue = Uri | Repository | GitRef | Identity;

/** `of` is the kind of identity that the pattern speaks of; a value of another kind does not match. */
export interface ValueGlob {
  readonly type: GlobType;
  readonly of?: Identity["kind"];
  readonly glob: Glob;
}

/**
 * The text of a Uri, Repository or GitRef is divided at `/`. A pattern for an Identity with `/` or `//` speaks of URIs, one with
 * `@` of e-mail addresses (two segments around it), one with `:` of accounts.
 */
export function compileValueGlob(type: GlobType, pattern: string): Result<ValueGlob, string> {
  const of = type === "Identity" ? identityKindOf(pattern) : undefined;
  if (type === "Identity" && of === undefined) return err("it fits no identity: write a URI, `*@acme.example` or `github:*`");
  const glob = compileGlob(pattern, separatorOf(of));
  return glob.ok ? ok({ type, ...(of === undefined ? {} : { of }), glob: glob.value }) : glob;
}

function identityKindOf(pattern: string): Identity["kind"] | undefined {
  if (pattern.includes("://") || pattern.startsWith("urn:")) return "uri";
  if (pattern.includes("@")) return "email";
  return pattern.includes(":") ? "account" : undefined;
}

function separatorOf(of: Identity["kind"] | undefined): string {
  if (of === "email") return "@";
  return of === "account" ? ":" : "/";
}

export function matchesValueGlob(valueGlob: ValueGlob, value: GlobValue): boolean {
  if (valueGlob.type === "Identity" && (value as Identity).kind !== valueGlob.of) return false;
  return matchesGlob(valueGlob.glob, value.text.split(separatorOf(valueGlob.of)));
}
