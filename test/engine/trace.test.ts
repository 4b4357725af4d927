/** The trace says what is so: each truth is that of its requirement, each leaf is what stands in the signed statement. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  isArray,
  JsonNumber,
  ok,
  err,
  scalars,
  resolvePointer,
  parseJson,
  statementJsonLimits,
  defaultLimits,
  type Cell,
  type Json,
  type Value,
} from "../../src/base/index.ts";
import { judge, type Judged } from "../../src/engine/index.ts";
import type { RequirementTrace, TraceNode } from "../../src/evaluate/index.ts";
import { viaRules } from "../../src/evidence/index.ts";
import { compile, type CheckedPolicy } from "../../src/language/index.ts";
import { nodeFileSystem } from "../../src/platform/files/index.ts";
import { registryPorts } from "../../src/platform/http/index.ts";
import { discover, type Discovery, type SubjectReference } from "../../src/registry/index.ts";
import { knownClaims, loadKeys, loadSigstoreRoot, PUBLIC_GOOD, publicGoodRootBytes, type TrustMaterial } from "../../src/trust/index.ts";
import { instant } from "../evaluate/support/world.ts";
import { realdataPath, withRealdata } from "../support/realdata.ts";
import { crypto } from "../support/trust/run.ts";

const tests = suite("truth of the trace");
const root = fileURLToPath(new URL("../../", import.meta.url));

function policyAt(folder: string, file: string): CheckedPolicy {
  const { policy, diagnostics } = compile({
    mainPath: file,
    settings: { parameters: [] },
    viaRules: new Set(viaRules),
    claimNames: new Set(knownClaims),
    ports: {
      readFile: (path) => (existsSync(join(root, folder, path)) ? readFileSync(join(root, folder, path)) : undefined),
      hasFile: (path) => existsSync(join(root, folder, path)),
      standardModule: (specifier) => readFileSync(join(root, "stdlib", specifier.slice(4).replace("@", "/"), "module.policy"), "utf8"),
      loadKeys: (bytes) => {
        const loaded = loadKeys("", bytes, crypto);
        return loaded.ok ? ok(loaded.value.keys.map(({ key }) => ({ fingerprint: key.fingerprint, spki: key.spki }))) : err("no key");
      },
      loadCertificates: () => err("these policies name none"),
      loadTrustedRoot: () => err("these policies name none"),
      sha256: () => "sha256:00",
      hasSigstoreInstance: (name) => name === PUBLIC_GOOD,
      admitsName: () => false,
    },
  });
  if (!policy) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return policy;
}

function materialOf(policy: CheckedPolicy): TrustMaterial {
  const sigstore = loadSigstoreRoot(PUBLIC_GOOD, publicGoodRootBytes(), crypto);
  const keys = policy.trustRoots
    .flatMap((trust) => trust.keys)
    .flatMap((key) => {
      const loaded = loadKeys(key.file, key.spki, crypto);
      return loaded.ok ? loaded.value.keys : [];
    });
  return { roots: sigstore.ok ? [sigstore.value] : [], keys };
}

async function found(subject: SubjectReference, bundles: readonly string[] = []): Promise<Discovery> {
  const ports = registryPorts({ hasher: crypto, files: nodeFileSystem, environment: {}, extraCertificates: [] });
  try {
    const discovery = await discover({ subject, bundles }, ports);
    if (!discovery.ok) throw new Error(discovery.error.detail);
    return discovery.value;
  } finally {
    await ports.transport.close();
  }
}

function judged(policy: CheckedPolicy, discovery: Discovery, at: string): Judged {
  const [gate] = policy.gates;
  if (!gate) throw new Error("no gate");
  return judge({ policy, gate, discovery, material: materialOf(policy), evaluationTime: instant(at), dryRun: true }, { crypto });
}

/** The signed statement of each attestation, read anew from the bytes of its envelope. */
function statementsOf({ attestations }: Judged): ReadonlyMap<string, Json> {
  return new Map(
    attestations.map(({ id, envelope }) => {
      const json = JSON.parse(Buffer.from(envelope.bytes).toString("utf8")) as { payload?: string; dsseEnvelope?: { payload: string } };
      const payload = Buffer.from(json.payload ?? json.dsseEnvelope?.payload ?? "", "base64");
      const statement = parseJson(payload, statementJsonLimits(defaultLimits));
      if (!statement.ok) throw new Error(statement.error.detail);
      return [id, statement.value] as const;
    }),
  );
}

function* nodesOf(node: TraceNode): Generator<TraceNode> {
  yield node;
  for (const arg of node.args ?? []) yield* nodesOf(arg);
  if (!node.quantified) return;
  yield* nodesOf(node.quantified.over);
  for (const { body } of node.quantified.witnesses) yield* nodesOf(body);
}

function requirementsOf({ verdict }: Judged): readonly RequirementTrace[] {
  return verdict.controls.flatMap(({ judgements }) => judgements.flatMap(({ requirements }) => requirements));
}

/** Every leaf that claims to have been read. */
function readsOf(run: Judged): readonly TraceNode[] {
  const messages = requirementsOf(run).flatMap((each) => each.messages.flatMap(({ reads }) => reads.map(({ node }) => node)));
  return [...requirementsOf(run).map(({ node }) => node), ...messages]
    .flatMap((node) => [...nodesOf(node)])
    .filter(({ op }) => op === "read");
}

function plain(json: Json): unknown {
  return JSON.parse(JSON.stringify(json, (_, value: unknown) => (value instanceof JsonNumber ? value.source : value)));
}

/** What stands there, converted by the type of the node, is the value that was judged. */
function isSaid(node: TraceNode, there: Json): boolean {
  const { type, value, from, size } = node;
  if (from?.native !== undefined) return JSON.stringify(plain(from.native)) === JSON.stringify(plain(there));
  if (from?.via !== undefined || type === undefined || type.kind === "record") return true;
  if (type.kind === "list" || type.kind === "set") return !isArray(there) || there.length === (size ?? (value as readonly Cell[]).length);
  if (type.kind === "enum") return typeof there === "string" && type.members[value as number]?.spellings.includes(there) === true;
  const scalar = scalars[type.name] as { fromJson(json: Json): { ok: boolean; value?: Value }; canonical(value: Value): unknown };
  const read = scalar.fromJson(there);
  return read.ok && scalar.canonical(read.value as Value) === scalar.canonical(value as Value);
}

function check(run: Judged, leastReads: number): void {
  const statements = statementsOf(run);
  for (const { truth, node, id } of requirementsOf(run)) assert.is(node.truth, truth, id);
  const reads = readsOf(run);
  assert.ok(reads.length >= leastReads, `${reads.length} reads`);
  for (const node of reads) {
    assert.ok(node.from, `a read without origin at ${node.span.start}`);
    const statement = statements.get(node.from.attestation);
    assert.ok(statement !== undefined, node.from.attestation);
    const there = resolvePointer(statement, node.from.pointer);
    assert.ok(there !== undefined, `${node.from.attestation} ${node.from.pointer} leads nowhere`);
    assert.ok(isSaid(node, there), `${node.from.attestation} ${node.from.pointer} says something else`);
  }
  const bound = run.verdict.controls.flatMap(({ judgements }) =>
    judgements.flatMap(({ evidence }) => evidence.flatMap((each) => each.bound)),
  );
  for (const id of bound) assert.is(run.attestations.find((each) => each.id === id)?.verification.kind, "verified");
}

const sample: SubjectReference = { kind: "layout", directory: join(root, "policies/quickstart/image") };

tests("the sample image: every leaf stands where its pointer leads", async () => {
  const policy = policyAt("policies/quickstart", "quickstart.policy");
  const run = judged(policy, await found(sample), "2026-11-25T12:00:00Z");
  assert.equal(run.verdict.controls.map(({ outcome }) => outcome).includes("satisfied"), true);
  check(run, 8);
});

tests("the same run twice is the same", async () => {
  const policy = policyAt("policies/quickstart", "quickstart.policy");
  const discovery = await found(sample);
  const once = judged(policy, discovery, "2026-11-25T12:00:00Z").verdict;
  assert.equal(judged(policy, discovery, "2026-11-25T12:00:00Z").verdict, once);
});

withRealdata(tests)("a real wheel: every leaf stands where its pointer leads", async () => {
  const folder = realdataPath("evidence", "wrangle");
  const wheel = join(folder, readdirSync(folder).find((name) => name.endsWith(".whl")) ?? "");
  const discovery = await found({ kind: "file", path: wheel }, [join(folder, "good-default-signed.bundle.jsonl")]);
  const run = judged(policyAt("policies/wrangle", "wheel.policy"), discovery, "2026-06-25T00:00:00Z");
  assert.is(run.verdict.decision, "passed");
  check(run, 4);
  check(judged(policyAt("policies/wrangle", "wheel.policy"), discovery, "2026-07-25T00:00:00Z"), 1);
});

tests.run();
