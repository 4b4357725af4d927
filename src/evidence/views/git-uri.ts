/** Rule `git-uri`: the repository in the ways that build systems write it. */
import { ok } from "../../base/index.ts";
import { absent, converted, notOfType, type Located, type Lookup } from "../reading/located.ts";
import { whenPresent, type Rule } from "./rule.ts";

export interface GitUri {
  /** Without `git+`, reference and `.git`. */
  readonly repository: string;
  /** What stood behind the first `@` of the path, or behind `#` up to a `:`. */
  readonly reference?: string;
  readonly isMarked: boolean;
}

/** Splits the text; whether what is left is a URI is for its type to say. */
export function splitGitUri(text: string): GitUri {
  const hasPrefix = text.startsWith("git+");
  const bare = hasPrefix ? text.slice("git+".length) : text;
  const cut = referenceStart(bare);
  const base = bare.slice(0, cut);
  const isMarked = hasPrefix || base.endsWith(".git");
  const repository = base.endsWith(".git") ? base.slice(0, -".git".length) : base;
  const rest = bare.slice(cut + 1);
  const reference = bare[cut] === "#" ? rest.replace(/:.*$/su, "") : rest.replace(/#.*$/su, "");
  return { repository, isMarked, ...(reference === "" ? {} : { reference }) };
}

/** Of the first `@` behind the host or the first `#`; an `@` before the host is a user name and stays, so that it is refused. */
function referenceStart(text: string): number {
  const hash = text.indexOf("#");
  const end = hash < 0 ? text.length : hash;
  const host = text.indexOf("://");
  const path = text.indexOf("/", host < 0 ? 0 : host + 3);
  const at = path < 0 ? -1 : text.indexOf("@", path);
  return at >= 0 && at < end ? at : end;
}

export function gitUri(found: Located): Lookup {
  if (typeof found.json !== "string") return notOfType(found, "a string");
  return ok(converted(found, splitGitUri(found.json).repository, "git-uri"));
}

/** The reference inside; absent when the text names none. */
export function gitUriReference(found: Located): Lookup {
  if (typeof found.json !== "string") return notOfType(found, "a string");
  const { reference } = splitGitUri(found.json);
  return reference === undefined ? absent : ok(converted(found, reference, "git-uri"));
}

/** For an optional field, a URI that nothing marks as a git repository has none. */
export const gitUriRule: Rule = whenPresent((input, { field }) => {
  if (field.optional && typeof input.json === "string" && !splitGitUri(input.json).isMarked) return absent;
  return gitUri(input);
});
