/** What tests of bad input share: one good image with a good policy, ways to damage them, and what a refusal must look like. */
import { execFileSync } from "node:child_process";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { controlOf, judgeJson, reasonsOf, type Ran } from "../support/run-policy.ts";
import { approvalType, envelope, folderWith, HostileLayout, newKey, policyOf, statement, type Descriptor } from "./support-hostile.ts";

export const ours = newKey();
export const policyFile = policyOf({ builder: ours });
export const policyText = readFileSync(policyFile, "utf8");
export const nowhere = `sha256:${"0".repeat(64)}`;
export const HUNDRED_MIB = 100 * 1024 * 1024;

export const attested = (about: string): object => envelope({ payload: statement({ about }), keys: [ours] });

/** A good image with good provenance, then whatever `damage` makes of it. */
export function layoutWith(damage: (layout: HostileLayout, image: Descriptor) => void = () => undefined): HostileLayout {
  const layout = new HostileLayout();
  const image = layout.image();
  layout.list(image);
  layout.attach(image, attested(image.digest));
  damage(layout, image);
  return layout;
}

/** An image whose only attestation is what `content` gives, named by digest so that nothing else can be meant. */
export function imageWith(content: (layout: HostileLayout, image: Descriptor) => void): string {
  const layout = new HostileLayout();
  const image = layout.image();
  layout.list(image);
  content(layout, image);
  return `${layout.subject}@${image.digest}`;
}

/** A referrer whose layer says these things of itself. */
export function attachLayer(layout: HostileLayout, image: Descriptor, layer: object): void {
  const config = { mediaType: "application/vnd.oci.empty.v1+json", ...layout.blob("{}") };
  const mediaType = "application/vnd.dsse.envelope.v1+json";
  layout.list(layout.manifest({ artifactType: mediaType, config, layers: [{ mediaType, ...layer }], subject: image }));
}

/** A policy of these bytes beside the key that the good one names. */
export const policyBeside = (content: string | Uint8Array, more: Readonly<Record<string, string>> = {}) =>
  join(folderWith({ "keys/builder.pub": ours.pem, ...more, "p.policy": content }), "p.policy");

export const fileOf = (content: string | Uint8Array) => join(folderWith({ file: content }), "file");

export function sparse(path: string, sizeBytes = HUNDRED_MIB): string {
  writeFileSync(path, "");
  truncateSync(path, sizeBytes);
  return path;
}

export function pipeAt(path: string): string {
  execFileSync("mkfifo", [path]);
  return path;
}

export const evalOf = (subject: string, ...words: readonly string[]) => ["eval", subject, "--policy", policyFile, ...words];

/** One error, told without the words of a crash. */
export function assertRefused(ran: Ran, code: number, says: RegExp): void {
  assert.is(ran.code, code, ran.stderr);
  const told = `${ran.stderr}${ran.stdout}`;
  assert.match(told, says);
  assert.not.match(told, /internal fault|\n\s+at |undefined|\[object/u);
  assert.is(told.match(/^(?:error|policy:)/gmu)?.length ?? 0, 1, told);
}

export async function assertOutcome(words: readonly string[], expected: { code: number; outcome: string; reason: string }): Promise<void> {
  const { code, trace } = await judgeJson(...words.slice(1));
  const control = controlOf(trace, "C-01");
  assert.ok(reasonsOf(control).includes(expected.reason), `${reasonsOf(control).join(", ")} lacks ${expected.reason}`);
  assert.is(control.outcome, expected.outcome);
  assert.is(code, expected.code);
}

export const notes = `
predicate note "${approvalType}" {
  text: String
  where: Uri
  words: List of String
}
`;
export const noteOf = (requirement: string) =>
  policyOf(
    { builder: ours },
    { extra: notes, evidence: "any note signed by builder", requirement: `require x: ${requirement}\n    else "no"` },
  );
export const noted = (predicate: object) =>
  imageWith((layout, image) =>
    layout.attach(image, envelope({ payload: statement({ about: image.digest, type: approvalType, predicate }), keys: [ours] })),
  );
