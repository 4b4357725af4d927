/** What the text after `use … from` asks for. `language.md` §5.1. */

export type Specifier =
  | { readonly kind: "standard"; readonly name: string; readonly version: string }
  | { readonly kind: "file"; readonly path: string }
  /** `digest` is that of the bundle's manifest; absent where only a tag, or nothing, says which is meant. */
  | { readonly kind: "registry"; readonly digest?: string }
  | { readonly kind: "outside" }
  | { readonly kind: "unknown"; readonly reason: "standard-form" | "network" | "bare" };

const STANDARD = /^std\/([a-z][a-z0-9-]*)@([1-9][0-9]{0,8})$/u;
const PINNED = /^oci:\/\/[^@\s]+@(sha256:[0-9a-f]{64})$/u;

/** `folder` is that of the file with the `use`, relative to the folder of the main file, `""` for that folder itself; nothing leaves `root`. */
export function readSpecifier(text: string, folder: string, root = ""): Specifier {
  if (text === "std" || text.startsWith("std/")) return readStandard(text);
  if (text.startsWith("oci://")) return readRegistry(text);
  if (/^[A-Za-z][A-Za-z0-9+.-]+:/u.test(text)) return { kind: "unknown", reason: "network" };
  if (!text.startsWith("./") && !text.startsWith("../"))
    return isAbsolute(text) ? { kind: "outside" } : { kind: "unknown", reason: "bare" };
  const path = resolveInside(root, folder, text);
  return path === undefined ? { kind: "outside" } : { kind: "file", path };
}

function readStandard(text: string): Specifier {
  const match = STANDARD.exec(text);
  if (match === null) return { kind: "unknown", reason: "standard-form" };
  return { kind: "standard", name: match[1] ?? "", version: match[2] ?? "" };
}

function readRegistry(text: string): Specifier {
  const digest = PINNED.exec(text)?.[1];
  return digest === undefined ? { kind: "registry" } : { kind: "registry", digest };
}

/** `resolvePath`, for a file whose own root is a folder inside the policy's. */
export function resolveInside(root: string, folder: string, relative: string): string | undefined {
  const path = resolvePath(folder, relative);
  return path === undefined || root === "" || path.startsWith(`${root}/`) ? path : undefined;
}

/**
 * `relative` seen from `folder`, as a normalised path inside the policy's folder. `undefined` when it is empty, absolute, leaves
 * the folder on any step, or is written in a way that operating systems read differently.
 */
export function resolvePath(folder: string, relative: string): string | undefined {
  if (relative === "" || isAbsolute(relative) || /[\\:\0]/u.test(relative)) return undefined;
  const segments = folder === "" ? [] : folder.split("/");
  for (const segment of relative.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.length === 0 ? undefined : segments.join("/");
}

/** The folder part of a path with `/`, `""` when there is none. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function isAbsolute(path: string): boolean {
  return path.startsWith("/") || path.startsWith("\\") || /^[A-Za-z]:/u.test(path);
}
