import { byCodeUnit, encodeUtf8 } from "../../base/index.ts";
import type { SourceFile } from "../../diagnostics/index.ts";
import { bundleDigest, type CheckedPolicy, type Parameter, type ParameterLayer } from "../../language/index.ts";
import type { TracePorts } from "./ports.ts";
import type { Texts } from "./source.ts";
import { typeText, valuePart, type ValuePart } from "./value.ts";

export interface PolicyPart {
  readonly name: string;
  readonly version: string;
  readonly language: string;
  readonly hash: string;
  /** Over name and digest of each file and module, sorted: one digest for the policy as it was read. */
  readonly bundle: { readonly digest: string };
  readonly files: readonly FilePart[];
  readonly modules: readonly { readonly name: string; readonly hash: string }[];
  readonly parameters: readonly ParameterPart[];
}

export interface FilePart {
  readonly path: string;
  readonly digest: string;
  readonly size: number;
}

export interface ParameterPart {
  readonly name: string;
  readonly type: string;
  readonly value: ValuePart;
  readonly layer: ParameterLayer;
}

export function policyPart(policy: CheckedPolicy, texts: Texts, ports: TracePorts): PolicyPart {
  const modulePaths = new Set(policy.modules.map(({ source }) => source.path));
  const files = policy.sources.filter(({ path }) => !modulePaths.has(path)).map((source) => filePart(source, texts));
  const modules = policy.modules
    .map(({ name, source }) => ({ name, hash: texts.digestOf(source) }))
    .sort((a, b) => byCodeUnit(a.name, b.name));
  return {
    name: policy.name,
    version: policy.version,
    language: policy.languageVersion,
    hash: ports.hashes.policy(),
    bundle: { digest: bundleDigest(policy, ports.hasher) },
    files,
    modules,
    parameters: policy.parameters.map(parameterPart).sort((a, b) => byCodeUnit(a.name, b.name)),
  };
}

function filePart(source: SourceFile, texts: Texts): FilePart {
  return { path: texts.nameOf(source.path), digest: texts.digestOf(source), size: encodeUtf8(source.text).length };
}

function parameterPart({ name, type, value, layer }: Parameter): ParameterPart {
  return { name, type: typeText(type), value: valuePart(type, value) ?? [], layer };
}
