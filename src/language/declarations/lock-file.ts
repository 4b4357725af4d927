/** `proviso.lock`: what the imports and Sigstore roots of the policies in one folder were when somebody last looked. `language.md` §5.1. */
import { byCodeUnit, encodeUtf8, err, isArray, isObject, member, ok, parseJson, type Json, type Result } from "../../base/index.ts";

export const LOCK_FILE = "proviso.lock";
const FORMAT = "proviso/lock/1";
const LIMITS = { maxBytes: 4 * 1024 * 1024, maxDepth: 8, maxNodes: 200_000 };
const DIGEST = /^sha256:[0-9a-f]{64}$/u;

export interface LockedImport {
  /** As the policies write it; a file beside them by its path from the lock: `./lib/acme.policy`. */
  readonly specifier: string;
  /** Of the text; of a bundle, of its manifest. */
  readonly digest: string;
  /** Bytes of what has the digest. */
  readonly size: number;
  /** Over what it means to who imports it. */
  readonly meaning: string;
}

export interface Lock {
  readonly imports: readonly LockedImport[];
  /** Trusted-root files, by their path from the lock. */
  readonly sigstoreRoots: readonly { readonly name: string; readonly digest: string }[];
  /** What each policy of the folder meant under its version; for the linter alone (L608). */
  readonly policies: readonly { readonly file: string; readonly version: string; readonly meaning: string }[];
}

/** The error finishes "the lock file cannot be used: ". */
export function readLock(bytes: Uint8Array): Result<Lock, string> {
  const json = parseJson(bytes, LIMITS);
  if (!json.ok) return err(`it is no valid JSON: ${json.error.detail}`);
  if (!isObject(json.value)) return err("it is no object");
  if (member(json.value, "format") !== FORMAT) return err(`its format is not \`${FORMAT}\``);
  const imports = entries(member(json.value, "imports"), { specifier: "text", digest: "digest", size: "size", meaning: "digest" });
  const sigstoreRoots = entries(member(json.value, "sigstoreRoots"), { name: "text", digest: "digest" });
  const policies = entries(member(json.value, "policies"), { file: "text", version: "text", meaning: "digest" });
  const fault = [imports, sigstoreRoots, policies].find((each) => typeof each === "string");
  if (typeof fault === "string") return err(fault);
  return ok({ imports, sigstoreRoots, policies } as unknown as Lock);
}

type MemberKind = "text" | "digest" | "size";

/** A list of objects with exactly these members, or what is wrong with it. */
function entries(list: Json | undefined, members: Readonly<Record<string, MemberKind>>): readonly object[] | string {
  if (list === undefined || !isArray(list)) return "a list in it is missing";
  for (const each of list) {
    if (!isObject(each)) return "an entry of it is no object";
    for (const [name, kind] of Object.entries(members))
      if (!fits(member(each, name), kind)) return `an entry of it has no valid \`${name}\``;
    const unknown = Object.keys(each).find((name) => !Object.hasOwn(members, name));
    if (unknown !== undefined) return `an entry of it has the unknown member \`${unknown.slice(0, 40)}\``;
  }
  return list as unknown as readonly object[];
}

function fits(value: Json | undefined, kind: MemberKind): boolean {
  if (kind === "size") return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
  return typeof value === "string" && value !== "" && (kind === "text" || DIGEST.test(value));
}

/** Sorted, so that two people who lock the same write the same. */
export function writeLock({ imports, sigstoreRoots, policies }: Lock): Uint8Array {
  const lock = {
    format: FORMAT,
    imports: [...imports].sort((a, b) => byCodeUnit(a.specifier, b.specifier)),
    sigstoreRoots: [...sigstoreRoots].sort((a, b) => byCodeUnit(a.name, b.name)),
    policies: [...policies].sort((a, b) => byCodeUnit(a.file, b.file)),
  };
  return encodeUtf8(`${JSON.stringify(lock, undefined, 2)}\n`);
}
