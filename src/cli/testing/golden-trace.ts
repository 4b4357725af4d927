/**
 * Golden traces of tests: what was judged and why, without what only this run's throw-away keys decide. Digests that a statement holds, and
 * those of statements and subjects, stay; every other is a mark.
 */
import { dirname } from "node:path";
import { traceBytes, traceDocument } from "../../audit/index.ts";
import {
  defaultLimits,
  encodeHex,
  encodeUtf8,
  isObject,
  member,
  parseJson,
  statementJsonLimits,
  type Hasher,
  type Json,
} from "../../base/index.ts";
import type { Judged } from "../../engine/index.ts";
import { meaningHashes, type TraceExpectation } from "../../language/index.ts";
import type { Mismatch } from "../../testing/index.ts";
import { unifiedDiff } from "../render/unified-diff.ts";
import { folderReader, isTaken } from "../judging/policy-files.ts";
import { isInFolder, writeGolden } from "./golden-file.ts";

const DIGEST = /[0-9a-f]{64}/gu;
const NOBODY = { name: "", version: "", digest: "" };

/** JSON with two spaces, the same for every run of the test. */
export function goldenTrace(judged: Judged, hasher: Hasher): string {
  const run = { id: "", startedAt: "", finishedAt: "", engine: NOBODY, actor: { kind: "service", id: "" } } as const;
  const trace = traceDocument(judged, run, { hasher, hashes: meaningHashes(judged.policy, hasher) });
  const json = JSON.parse(Buffer.from(traceBytes(trace)).toString("utf8")) as Json;
  const shown = {
    verdict: member(json, "verdict") ?? null,
    controls: member(json, "controls") ?? null,
    waivers: member(json, "waivers") ?? null,
  };
  const stable = stableDigests(judged, hasher);
  const text = JSON.stringify(withoutHashes(shown), undefined, 2).replace(DIGEST, (hex) => (stable.has(hex) ? hex : "…"));
  return `${text}\n`;
}

function stableDigests({ attestations, discovery }: Judged, hasher: Hasher): ReadonlySet<string> {
  const texts = attestations.map(({ verification }) =>
    JSON.stringify(verification.kind === "verified" ? verification.statement : verification.claimed, plain),
  );
  const payloads = attestations.flatMap(
    ({ verification }) => (verification.kind === "verified" ? verification.facts.payloadDigest : verification.claimed.payloadDigest) ?? [],
  );
  const subjects = [discovery.set.root, ...discovery.set.children].map(({ digest }) => digest);
  const bare = attestations.flatMap(({ envelope }) =>
    envelope.unsigned === true ? encodeHex(hasher.digest("sha256", [envelope.bytes])) : [],
  );
  return new Set([...texts, ...payloads, ...subjects, ...bare].flatMap((text) => text.match(DIGEST) ?? []));
}

function plain(_name: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  return value instanceof Map ? Object.fromEntries(value) : value;
}

/** Hashes of meaning cover the keys. */
function withoutHashes(json: Json): Json {
  if (Array.isArray(json)) return json.map(withoutHashes);
  if (!isObject(json)) return json;
  return Object.fromEntries(Object.entries(json).flatMap(([name, value]) => (name.endsWith("Hash") ? [] : [[name, withoutHashes(value)]])));
}

function isTrace(text: string): boolean {
  const json = parseJson(encodeUtf8(text), statementJsonLimits(defaultLimits));
  return json.ok && isObject(json.value);
}

/** Writes instead of comparing where `mode` is `update`. */
export function compareTrace(
  policyFile: string,
  mode: "compare" | "update",
  hasher: Hasher,
): (judged: Judged, expectation: TraceExpectation) => Mismatch | undefined {
  const read = folderReader(policyFile);
  return (judged, { file, span }) => {
    const found = goldenTrace(judged, hasher);
    if (mode === "update") {
      writeGolden(dirname(policyFile), file, found);
      return undefined;
    }
    const bytes = isInFolder(file) ? read(file) : undefined;
    if (bytes === undefined) {
      const because = [
        !isInFolder(file) || isTaken(policyFile, file) ? "it cannot be read as a file of the policy's folder" : "there is no such file",
        "`policy test --update` writes it; read it before you keep it",
      ];
      return { span, expected: `the trace in \`${file}\``, found: "no golden trace", because };
    }
    const before = Buffer.from(bytes).toString("utf8");
    if (before === found) return undefined;
    if (!isTrace(before))
      return {
        span,
        expected: `the trace in \`${file}\``,
        found: "a file that is no trace",
        because: ["it is no JSON object; `policy test --update` writes it anew; read it before you keep it"],
      };
    return {
      span,
      expected: `the trace in \`${file}\``,
      found: "another trace",
      because: unifiedDiff({ path: file, before, after: found }).trimEnd().split("\n"),
    };
  };
}
