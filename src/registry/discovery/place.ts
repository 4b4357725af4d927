/** A repository as evidence names it: `pkg:oci/…`, `pkg:docker/…` or `oci://…`. It says where to look and proves nothing (`registry.md` §4.6). */
import { parseReference, type Reference } from "../reference.ts";

const LONGEST = 2048;

/** `undefined` for what names no repository. Never throws. */
export function repositoryPlace(place: string): Reference | undefined {
  if (place.length > LONGEST) return undefined;
  const oci = /^oci:\/\/(.+)$/u.exec(place)?.[1];
  const text = oci ?? fromPurl(place);
  const reference = text === undefined ? undefined : parseReference(text);
  return reference?.ok === true ? { domain: reference.value.domain, path: reference.value.path } : undefined;
}

/** The purl types of images: of `oci` the repository is a qualifier, of `docker` the host is. */
function fromPurl(place: string): string | undefined {
  const [, type, path = "", query = ""] = /^pkg:(oci|docker)\/([^@?#]+)[^?#]*(?:\?([^#]*))?/u.exec(place) ?? [];
  if (type === undefined) return undefined;
  const url = new URLSearchParams(query).get("repository_url") ?? undefined;
  if (type === "oci") return url;
  const name = decoded(path);
  return url === undefined || name === undefined ? name : `${url}/${name}`;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
