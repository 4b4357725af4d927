/** Names of files that may leave the machine: `audit.md` §3.2 keeps local paths out of traces. */

/** A path that stays below where the command was called is public; of any other only what lies below the main file's folder. */
export function relativeTo(mainFile: string, file: string): string {
  const path = slashed(file);
  if (isInside(path)) return path.replace(/^(?:\.\/)+/u, "");
  const folder = slashed(mainFile).replace(/[^/]*$/u, "");
  return folder !== "" && path.startsWith(folder) ? path.slice(folder.length) : lastSegment(path);
}

/** `oci-layout:DIR…` and paths of files lose the way to them where it leads outside; names of registries stay. */
export function publicLocation(location: string): string {
  const scheme = /^(?:oci-layout|file):/u.exec(location)?.[0] ?? "";
  const rest = slashed(location.slice(scheme.length));
  return isInside(rest) ? location : `${scheme}${lastSegment(rest)}`;
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}

function isInside(path: string): boolean {
  return !/^(?:[a-z]:|\/|~)/iu.test(path) && !path.split("/").includes("..");
}

function lastSegment(path: string): string {
  const name = path.replace(/\/+$/u, "").replace(/^.*\//u, "");
  return name === "" ? "." : name;
}
