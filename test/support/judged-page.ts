/**
 * Pages of the standard library are executed: each policy that stands in one is judged over the rows of the table below it. A row names examples of
 * the modules, who signs them, and what is changed in them; they are signed with keys made on the spot and attached to an image in a layout.
 */
import { generateKeyPairSync, sign } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TraceDocument } from "../../src/audit/index.ts";
import { canonicalJson, type Digest, type Json } from "../../src/base/index.ts";
import { makeStatement } from "../../src/evidence/index.ts";
import { createNodeCrypto } from "../../src/platform/crypto/index.ts";
import { nodeFileSystem } from "../../src/platform/files/index.ts";
import { nodeTimer } from "../../src/platform/http/index.ts";
import { attachToLayout, createLayout, putBlob, putManifest } from "../../src/registry/index.ts";
import { signDsse, type DsseSigner } from "../../src/trust/index.ts";
import { patchJson, REMOVED, type Patch } from "./patch-json.ts";
import { judgeJson, policy, scratch } from "./run-policy.ts";
import { EXAMPLE_SUBJECT, exampleJson, standardExamples } from "./standard-examples.ts";

export interface Attested {
  /** `vuln:in-toto-v0.2`. */
  readonly example: string;
  /** The trust root whose key signs. */
  readonly by: string;
  readonly patch: Patch;
}

export interface JudgedRow {
  /** As the page writes it. */
  readonly text: string;
  readonly attested: readonly Attested[];
  readonly outcome: string;
  /** What the outcome names: labels of requirements that are violated, pointers that cannot be read. */
  readonly names: readonly string[];
  /** What became of waivers: ids of those that help, and the reason against another. */
  readonly waivers: { readonly applied: readonly string[]; readonly notApplied?: string };
}

export interface JudgedPolicy {
  readonly policy: string;
  readonly at: string;
  readonly rows: readonly JudgedRow[];
}

const POLICY = /```policy\n(?<policy>[\s\S]*?)```\n\nJudged on (?<at>[0-9TZ:-]+):\n\n(?<table>(?:\|.*\n?)+)/gu;

/** Every policy of the page with its table. Throws for a policy without one, and for a row that says something else than rows can. */
export function judgedPolicies(page: string): readonly JudgedPolicy[] {
  const found = [...page.matchAll(POLICY)].map(({ groups }) => ({
    policy: groups?.["policy"] ?? "",
    at: groups?.["at"] ?? "",
    rows: (groups?.["table"] ?? "").trim().split("\n").slice(2).map(readRow),
  }));
  if (found.length !== page.split("```policy\n").length - 1) throw new Error("a policy of the page has no table `Judged on …:` below it");
  return found;
}

function readRow(line: string): JudgedRow {
  const [, evidence = "", outcome = ""] = /^\| *(.*?) *\| *(.*?) *\|$/u.exec(line) ?? [];
  const [, word = "", rest = ""] = /^(satisfied|violated|missing|unverifiable)(.*)$/u.exec(outcome) ?? [];
  if (word === "") throw new Error(`no outcome: ${line}`);
  const [found = "", waived = ""] = rest.split(/, (?=waived by |not waived: )/u);
  const [applied, notApplied] = waived.startsWith("waived") ? [waived, ""] : ["", waived];
  const attested = evidence === "nothing" ? [] : evidence.split("; ").map(readAttested);
  return {
    text: `${evidence} → ${outcome}`,
    attested,
    outcome: word,
    names: quoted(found),
    waivers: { applied: quoted(applied), notApplied: quoted(notApplied)[0] },
  };
}

const quoted = (text: string): readonly string[] => [...text.matchAll(/`([^`]*)`/gu)].map(([, name = ""]) => name);

const CHANGE = / (?:with `(?<pointer>\/[^`]*)` = `(?<json>[^`]*)`|without `(?<removed>\/[^`]*)`)/gu;

function readAttested(text: string): Attested {
  const [, example = "", by = "", changes = ""] = /^`([^`]+)` by `([^`]+)`(.*)$/u.exec(text) ?? [];
  const found = [...changes.matchAll(CHANGE)];
  if (example === "" || found.map(([whole]) => whole).join("") !== changes) throw new Error(`no evidence: ${text}`);
  const patch = found.map(({ groups }) => {
    const removed = groups?.["removed"];
    return removed === undefined
      ? ([groups?.["pointer"] ?? "", JSON.parse(groups?.["json"] ?? "") as Json] as const)
      : ([removed, REMOVED] as const);
  });
  return { example, by, patch };
}

const ports = { files: nodeFileSystem, hasher: createNodeCrypto(), timer: nodeTimer };

interface Image {
  readonly layout: string;
  readonly digest: Digest;
}

/** A layout with one small image. */
export async function smallImage(): Promise<Image> {
  const layout = join(scratch(), "image");
  const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const [config, layer] = [bytes({ architecture: "amd64", os: "linux", rootfs: { type: "layers", diff_ids: [] } }), bytes("a layer")];
  must(await createLayout(layout, ports));
  const [configDigest, layerDigest] = [must(await putBlob(layout, config, ports)), must(await putBlob(layout, layer, ports))];
  const manifest = bytes({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: { mediaType: "application/vnd.oci.image.config.v1+json", digest: configDigest, size: config.length },
    layers: [{ mediaType: "application/vnd.oci.image.layer.v1.tar", digest: layerDigest, size: layer.length }],
  });
  const added = { bytes: manifest, mediaType: "application/vnd.oci.image.manifest.v1+json", tag: "1.8.2" };
  const digest = `sha256:${Buffer.from(ports.hasher.digest("sha256", [manifest])).toString("hex")}` as Digest;
  must(await putManifest(layout, added, ports));
  return { layout, digest };
}

function must<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** Writes the policy with a key for each that it names; gives back where the private halves are. */
function policyFolder(text: string): { readonly file: string; readonly privateKey: (name: string) => string } {
  const folder = scratch();
  mkdirSync(join(folder, "keys"));
  const file = join(folder, "page.policy");
  writeFileSync(file, text);
  for (const [, name = ""] of text.matchAll(/key "keys\/([\w-]+)\.pub"/gu)) {
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    writeFileSync(join(folder, "keys", `${name}.pub`), pair.publicKey.export({ format: "pem", type: "spki" }));
    writeFileSync(join(folder, `${name}.pem`), pair.privateKey.export({ format: "pem", type: "pkcs8" }), { mode: 0o600 });
  }
  return { file, privateKey: (name) => join(folder, `${name}.pem`) };
}

export interface Judgement {
  readonly code: number;
  readonly control: TraceDocument["controls"][number];
  readonly waivers: TraceDocument["waivers"];
}

/** `policy attest` refuses what nobody could read; a hostile signer does not. */
async function attachByHand(layout: string, image: Image, predicateType: string, predicate: Json, key: string): Promise<void> {
  const payload = makeStatement({
    subjects: [{ digests: new Map([["sha256", image.digest.slice("sha256:".length)]]) }],
    predicateType,
    predicate,
  });
  const signer: DsseSigner = {
    keyid: "",
    sign: (parts) => Promise.resolve(new Uint8Array(sign("sha256", Buffer.concat(parts), readFileSync(key, "utf8")))),
  };
  const bytes = await signDsse("application/vnd.in-toto+json", payload, [signer]);
  must(await attachToLayout(layout, image.digest, { kind: "dsse", bytes, predicateType }, ports));
}

/** Signs what the row says, as `policy attest` does where nothing is changed, and judges the image with `policy eval`; the first control is the one of the page. */
export async function judgeRow({ policy: text, at }: JudgedPolicy, row: JudgedRow, image: Image): Promise<Judgement> {
  const { file, privateKey } = policyFolder(text);
  const layout = join(scratch(), "image");
  cpSync(image.layout, layout, { recursive: true });
  for (const [index, attested] of row.attested.entries()) {
    const example = standardExamples.find(({ module, name }) => `${module}:${name}` === attested.example);
    if (example === undefined) throw new Error(`there is no example ${attested.example}`);
    const json = canonicalJson(patchJson(exampleJson(example), attested.patch)).replaceAll(
      EXAMPLE_SUBJECT,
      image.digest.slice("sha256:".length),
    );
    if (attested.patch.length > 0) {
      await attachByHand(layout, image, example.predicateType, JSON.parse(json) as Json, privateKey(attested.by));
      continue;
    }
    const predicate = `${layout}-${index}.json`;
    writeFileSync(predicate, json);
    const words = ["--type", example.predicateType, "--predicate", predicate, "--key", privateKey(attested.by)];
    const { code, stderr } = await policy("attest", `oci-layout:${layout}`, ...words);
    if (code !== 0) throw new Error(stderr);
  }
  const { code, trace } = await judgeJson(`oci-layout:${layout}`, "--policy", file, "--at", at);
  const [control] = trace.controls;
  if (control === undefined) throw new Error("the policy has no control");
  return { code, control, waivers: trace.waivers };
}

/** Of the requirements that are false, their labels. */
export function violatedLabels({ judgements }: Judgement["control"]): readonly string[] {
  const violated = judgements.flatMap(({ requirements }) => requirements.filter(({ truth }) => truth === "false").map(({ id }) => id));
  return [...new Set(violated.map((id) => id.split(".").at(-1) ?? id))];
}

/** Whatever is said of candidates that were not taken. */
export function saidOfCandidates({ judgements }: Judgement["control"]): string {
  const because = judgements.flatMap(({ evidence }) =>
    evidence.flatMap(({ candidates }) => candidates.flatMap((candidate) => candidate.because ?? [])),
  );
  return because.map(({ reason, detail }) => `${reason}: ${detail ?? ""}`).join("\n");
}
