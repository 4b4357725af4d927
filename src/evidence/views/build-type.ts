/** Rules `build-type` and `source-commit`: what was built, where each build type says so. `stdlib.md` §3. */
import { isArray, member, ok, parseUri } from "../../base/index.ts";
import { absent, converted, find, notOfType, type Located, type Lookup, type Projection } from "../reading/located.ts";
import { gitUri, gitUriReference, splitGitUri } from "./git-uri.ts";
import { whenPresent, type Rule } from "./rule.ts";

const BUILD_TYPE = "build-type";
const PARAMETERS = "externalParameters";

function then(found: Lookup, next: (value: Located) => Lookup): Lookup {
  return found.ok && found.value !== undefined ? next(found.value) : found;
}

function at(...tokens: readonly string[]): (record: Located) => Lookup {
  return (record) => then(find(record, ...tokens), (value) => ok({ ...value, via: BUILD_TYPE }));
}

const workflow: Projection = {
  repository: (definition) => then(find(definition, PARAMETERS, "workflow", "repository"), gitUri),
  ref: at(PARAMETERS, "workflow", "ref"),
  commit: (definition) => sourceCommit(definition, find(definition, PARAMETERS, "workflow")),
  path: at(PARAMETERS, "workflow", "path"),
};

/** Builds from a trigger name `sourceToBuild`, others the repository of their configuration. */
function googleSource(definition: Located): Lookup {
  const source = find(definition, PARAMETERS, "sourceToBuild");
  return source.ok && source.value === undefined ? find(definition, PARAMETERS, "buildConfigSource") : source;
}

const googleWorker: Projection = {
  repository: (definition) => then(googleSource(definition), (source) => then(find(source, "repository"), gitUri)),
  ref: (definition) => then(googleSource(definition), (source) => then(find(source, "ref"), onlyFullReference)),
  commit: (definition) => sourceCommit(definition, googleSource(definition)),
};

function onlyFullReference(found: Located): Lookup {
  if (typeof found.json !== "string") return notOfType(found, "a string");
  return found.json.startsWith("refs/") ? ok({ ...found, via: BUILD_TYPE }) : absent;
}

const buildKit: Projection = {
  repository: (definition) => then(find(definition, PARAMETERS, "configSource", "uri"), gitUri),
  ref: (definition) => then(find(definition, PARAMETERS, "configSource", "uri"), gitUriReference),
  commit: at(PARAMETERS, "configSource", "digest", "sha1"),
  path: at(PARAMETERS, "configSource", "path"),
};

/** Version 0.2, any build type: `definition` is `/invocation`. */
const configSource: Projection = {
  repository: (invocation) => then(find(invocation, "configSource", "uri"), gitUri),
  ref: (invocation) => then(find(invocation, "configSource", "uri"), gitUriReference),
  commit: at("configSource", "digest", "sha1"),
  path: at("configSource", "entryPoint"),
};

const projections: ReadonlyMap<string, Projection> = new Map([
  ["https://actions.github.io/buildtypes/workflow/v1", workflow],
  ["https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1", workflow],
  ["https://cloud.google.com/build/gcb-buildtypes/google-worker/v1", googleWorker],
  ["https://github.com/moby/buildkit/blob/master/docs/attestations/slsa-definitions.md", buildKit],
]);

/** `input` is `/buildDefinition` of version 1 or `/invocation` of 0.2. A build type that is not known names no source. */
export const buildTypeRule: Rule = whenPresent((input, { predicateType }) => {
  if (predicateType === "https://slsa.dev/provenance/v0.2") return ok({ ...input, projection: configSource, via: BUILD_TYPE });
  const type = find(input, "buildType");
  if (!type.ok || type.value === undefined) return type;
  if (typeof type.value.json !== "string") return notOfType(type.value, "a string");
  const projection = projections.get(type.value.json);
  return projection === undefined ? absent : ok({ ...input, projection, via: BUILD_TYPE });
});

/**
 * The commit of the one resolved dependency that is the repository of `source` and, if it names a reference, of the same reference;
 * none or two is absent.
 */
function sourceCommit(definition: Located, source: Lookup): Lookup {
  if (!source.ok || source.value === undefined) return source;
  const repository = member(source.value.json, "repository");
  const wanted = typeof repository === "string" ? normalRepository(repository) : undefined;
  const dependencies = find(definition, "resolvedDependencies");
  if (wanted === undefined || !dependencies.ok || dependencies.value === undefined) return absent;
  if (!isArray(dependencies.value.json)) return notOfType(dependencies.value, "an array");
  const ref = member(source.value.json, "ref");
  const matching: number[] = [];
  for (const [index, { uri }] of dependencies.value.json.map((json) => ({ uri: member(json, "uri") })).entries()) {
    if (typeof uri === "string" && isSource(uri, wanted, ref)) matching.push(index);
  }
  const [only] = matching;
  return matching.length === 1 && only !== undefined ? commitOf(dependencies.value, only) : absent;
}

function isSource(uri: string, wanted: string, ref: unknown): boolean {
  return normalRepository(uri) === wanted && [undefined, ref].includes(splitGitUri(uri).reference);
}

function normalRepository(text: string): string | undefined {
  const uri = parseUri(splitGitUri(text).repository);
  return uri.ok ? uri.value.text : undefined;
}

function commitOf(dependencies: Located, index: number): Lookup {
  const current = find(dependencies, String(index), "digest", "gitCommit");
  const commit = current.ok && current.value === undefined ? find(dependencies, String(index), "digest", "sha1") : current;
  return then(commit, (value) => ok(converted(value, value.json, "source-commit")));
}
