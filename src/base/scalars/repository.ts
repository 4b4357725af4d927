/** Repositories of a registry: host and path, as image references are normalised; no tag, no digest. */
import { err, ok, type Result } from "../result.ts";
import type { Scalar } from "../scalar.ts";
import { bounded, fromJsonString } from "./text-scalar.ts";

export interface Repository {
  /** Host and path, normalised: `docker.io/library/alpine`. */
  readonly text: string;
  /** With the port where one is named. */
  readonly host: string;
  readonly segments: readonly string[];
}

const HOST =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?$/u;
const COMPONENT = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/u;
const DEFAULT_HOST = "docker.io";

/** A first component with a dot, a colon or an upper-case letter, or `localhost`, is a host; otherwise the host is `docker.io`. */
function isHost(component: string): boolean {
  return /[.:A-Z]/u.test(component) || component === "localhost";
}

function parseText(text: string): Result<Repository, string> {
  const components = text.split("/");
  const hasHost = components.length > 1 && isHost(components[0] ?? "");
  const named = hasHost ? (components[0] as string) : DEFAULT_HOST;
  const path = hasHost ? components.slice(1) : components;
  const host = readHost(named);
  if (!host.ok) return host;
  const wrong = path.find((component) => !COMPONENT.test(component));
  if (wrong !== undefined) return err(pathProblem(wrong));
  const segments = host.value === DEFAULT_HOST && path.length === 1 ? ["library", ...path] : path;
  return ok(makeRepository(host.value, segments));
}

function readHost(text: string): Result<string, string> {
  if (!HOST.test(text)) return err("it has no readable registry host");
  const host = text.toLowerCase();
  return ok(host === "index.docker.io" ? DEFAULT_HOST : host);
}

function pathProblem(component: string): string {
  if (component === "") return "it has an empty path segment";
  if (component.includes("@")) return "it names a digest";
  if (component.includes(":")) return "it names a tag";
  return "its path has a segment that is not lower-case letters and digits with single separators";
}

function makeRepository(host: string, segments: readonly string[]): Repository {
  return { text: [host, ...segments].join("/"), host, segments };
}

export const parseRepository = bounded(parseText);

/**
 * What stands right of `under`: a registry host alone, a folder of one, or a repository. The first component is the host,
 * nothing is added, and one trailing slash changes nothing.
 */
export const parseRepositoryPrefix = bounded((text): Result<Repository, string> => {
  const [first = "", ...path] = text.replace(/\/$/u, "").split("/");
  if (!isHost(first)) return err("it does not begin with a registry host");
  const host = readHost(first);
  if (!host.ok) return host;
  const wrong = path.find((component) => !COMPONENT.test(component));
  return wrong === undefined ? ok(makeRepository(host.value, path)) : err(pathProblem(wrong));
});

export const RepositoryScalar: Scalar<Repository> = {
  parse: parseRepository,
  fromJson: fromJsonString(parseRepository),
  equal: (a, b) => a.text === b.text,
  show: (value) => value.text,
  canonical: (value) => value.text,
};
