/** Section 7, what it is about: subjects, images, platforms. */
import { createHash } from "node:crypto";
import type { Json } from "../../../src/base/index.ts";
import type { Attestation } from "../../../src/testing/index.ts";
import { HostileLayout, type Descriptor } from "../../e2e/support-hostile.ts";
import { statementText } from "../../support/trust/signing.ts";
import { controlCase, type ControlRun } from "./control.ts";
import { policyText } from "./policy-text.ts";
import type { Case, Row } from "./row.ts";
import { alice, issuer, workflow, world } from "./stage.ts";

const BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";
const amd64 = { os: "linux", architecture: "amd64" };
const arm64 = { os: "linux", architecture: "arm64" };

const policy = policyText(`trust team {\n  sigstore public-good\n  issuer "${issuer}"\n  identity is "${workflow}"\n  logged yes\n}`);

function attested(digest: Readonly<Record<string, string>>, name = "image"): Promise<Attestation> {
  return world.attest(statementText({ subject: [{ name, digest }] }), { by: alice });
}

const content = Buffer.from("the release\n");
const hash = (algorithm: string): string => createHash(algorithm).update(content).digest("hex");
const [sha256, sha512, sha1, md5] = ["sha256", "sha512", "sha1", "md5"].map(hash) as [string, string, string, string];
const subject = `sha256:${sha256}`;
const good: ControlRun = { policy, subject, evidence: [await attested({ sha256 })] };

function about(what: string, digest: Readonly<Record<string, string>>, reason: string, run: Partial<ControlRun> = {}): Case {
  const twin = { ...good, ...run };
  return controlCase(what, twin, async () => ({ ...twin, evidence: [await attested(digest)] }), "missing none-for-subject, exit 1", [
    reason,
  ]);
}

/** A file has more than one digest. */
async function asFile(): Promise<ControlRun> {
  const { folderWith } = await import("../../e2e/support-hostile.ts");
  const folder = folderWith({ release: content });
  return { policy, subject: `file:${folder}/release`, evidence: [await attested({ sha256, sha512 })] };
}
const file = await asFile();

interface Platforms {
  readonly layout: HostileLayout;
  readonly index: Descriptor;
  readonly images: { readonly amd64: Descriptor; readonly arm64: Descriptor };
}

function platforms(): Platforms {
  const layout = new HostileLayout();
  const images = { amd64: { ...layout.image("amd"), platform: amd64 }, arm64: { ...layout.image("arm", arm64), platform: arm64 } };
  const index = layout.index([images.amd64, images.arm64]);
  layout.list(index);
  return { layout, index, images };
}

const sha256Of = ({ digest }: Descriptor): Readonly<Record<string, string>> => ({ sha256: digest.slice("sha256:".length) });

async function attach({ layout }: Platforms, to: Descriptor, digest: Readonly<Record<string, string>>): Promise<void> {
  layout.attach(to, JSON.parse(new TextDecoder().decode((await attested(digest)).bundle)) as Json, BUNDLE);
}

/** One platform is judged; what is attached names something else than that platform. */
async function naming(digest: (platforms: Platforms) => Readonly<Record<string, string>>): Promise<ControlRun> {
  const made = platforms();
  await attach(made, made.images.amd64, digest(made));
  return { policy, subject: made.layout.subject, words: ["--platform", "linux/amd64"] };
}

const twinPlatform = await naming(({ images }) => sha256Of(images.amd64));

const foreignIndex = naming(({ layout, images }) => sha256Of(layout.index([images.amd64])));

export const subjectRows: readonly Row[] = [
  {
    id: "stmt-06",
    name: "weak-digests",
    cases: [
      about("sha1", { sha1 }, "no-acceptable-digest", file),
      about("md5", { md5 }, "no-acceptable-digest", file),
      about("unknown", { "sha-1000": sha256 }, "no-acceptable-digest"),
    ],
  },
  {
    id: "stmt-07",
    name: "contradiction",
    cases: [about("sha512 of another", { sha256, sha512: "0".repeat(128) }, "contradictory-digests", file)],
  },
  {
    id: "stmt-08",
    name: "other-image",
    cases: [
      about("another digest", { sha256: "0".repeat(64) }, "subject-mismatch"),
      controlCase(
        "our name",
        good,
        async () => ({ ...good, evidence: [await attested({ sha256: "0".repeat(64) }, subject)] }),
        "missing none-for-subject, exit 1",
        ["subject-mismatch"],
      ),
    ],
  },
  {
    id: "stmt-09",
    name: "foreign-index",
    cases: [
      controlCase("an index that lists it, and is not on the way", twinPlatform, () => foreignIndex, "missing none-for-subject, exit 1", [
        "subject-mismatch",
      ]),
      controlCase(
        "the digest of a layer",
        twinPlatform,
        () => naming(({ layout }) => ({ sha256: layout.blob("layer of amd").digest.slice("sha256:".length) })),
        "missing none-for-subject, exit 1",
        ["subject-mismatch"],
      ),
    ],
  },
  {
    id: "stmt-10",
    name: "platforms",
    cases: [
      controlCase("the sibling's", twinPlatform, () => naming(({ images }) => sha256Of(images.arm64)), "missing none-for-subject, exit 1", [
        "subject-mismatch",
      ]),
      controlCase(
        "a platform's where the index is judged",
        twinPlatform,
        async () => ({ ...(await naming(({ images }) => sha256Of(images.amd64))), words: [] }),
        "missing none-for-subject, exit 1",
        ["subject-mismatch"],
      ),
    ],
    held: [{ file: "e2e/every-platform.test.ts", name: "a platform without evidence is missing, whatever the others have" }],
  },
  {
    id: "stmt-12",
    name: "unsigned",
    cases: [
      controlCase(
        "a bare statement",
        good,
        async () => ({ ...good, evidence: [statementText({ subject: [{ digest: { sha256 } }] })] }),
        "missing none-from-root, exit 1",
        ["not-signed"],
      ),
    ],
    held: [{ file: "trust/realdata.test.ts", name: "stmt-12: ${name} is not signed" }],
  },
];
