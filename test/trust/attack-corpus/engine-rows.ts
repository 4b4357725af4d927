/** Section 10: what the machinery must not do. */
import type { Attestation } from "../../../src/testing/index.ts";
import { createVerifier, loadKeys, type SyncCrypto } from "../../../src/trust/index.ts";
import { outcomeOf } from "../../support/trust/expect.ts";
import { crypto, found, loadRoot } from "../../support/trust/run.ts";
import { statementText } from "../../support/trust/signing.ts";
import { control, type ControlRun } from "./control.ts";
import { policyText } from "./policy-text.ts";
import type { Case, Row } from "./row.ts";
import { alice, issuer, limits, now, team, workflow, world } from "./stage.ts";
import { attestationOf, loading } from "./trial.ts";

const attestation = await attestationOf({});
const stamped = await attestationOf({ request: { vouch: "proof", tokens: 1 } });

/** A crypto port that breaks at its `at`-th call, counting both of its verbs; and how many there were. */
function breaking(at: number): { readonly port: SyncCrypto; readonly calls: () => number; readonly met: () => "nobody" | "us" | "other" } {
  let calls = 0;
  let met: "nobody" | "us" | "other" = "nobody";
  const count = <T>(run: () => T): T => {
    calls += 1;
    if (calls !== at) return run();
    const fault = new TypeError("broken on purpose");
    met = fault.stack?.includes("@sigstore") === true ? "other" : "us";
    throw fault;
  };
  const port: SyncCrypto = {
    importPublic: (spki) => crypto.importPublic(spki),
    digest: (algorithm, parts) => count(() => crypto.digest(algorithm, parts)),
    verify: (job) => count(() => crypto.verify(job)),
  };
  return { port, calls: () => calls, met: () => met };
}

/** Every place in turn: none may end well, and none may throw. */
function everyFault({ bundle }: Attestation): string {
  const verify = (port: SyncCrypto): string => {
    // What holds of a root is remembered with it, so each time it is another one.
    const root = loadRoot("public-good", world.trustedRoot());
    return outcomeOf(createVerifier({ roots: [root], keys: [] }, { crypto: port }, limits).verify(found(bundle), now));
  };
  const usual = breaking(0);
  if (verify(usual.port) !== "good") return "the twin is not good";
  const faults = Array.from({ length: usual.calls() }, (_, i) => {
    const broken = breaking(i + 1);
    return { outcome: verify(broken.port), met: broken.met() };
  });
  // The second opinion catches what is thrown into it; what it then says can only reject, and our own check was made before.
  const wrong = faults.filter(({ outcome, met }) => met === "us" && !outcome.endsWith("internal-error"));
  const isWhole = faults.filter(({ met }) => met === "us").length > 8;
  return isWhole && wrong.length === 0
    ? "internal-error"
    : `not all are internal errors: ${wrong.map(({ outcome }) => outcome).join(", ")}`;
}

const sha256 = "a".repeat(64);
const policy = policyText(`trust team {\n  sigstore public-good\n  issuer "${issuer}"\n  identity is "${workflow}"\n  logged yes\n}`);
/** One good attestation of the workflow that the policy trusts. */
export const good: ControlRun = { policy, subject: `sha256:${sha256}`, evidence: [attestation] };

async function garbage(count: number): Promise<readonly string[]> {
  const forged = await attestationOf({ mutate: "signature-of-another" });
  const foreign = await world.attest(statementText(), { by: { ...alice, san: `${workflow}.evil` } });
  const texts = [forged, foreign].map(({ bundle }) => new TextDecoder().decode(bundle));
  return Array.from({ length: count }, (_, i) =>
    (texts[i % 3] ?? '{"payload":"!","payloadType":"x","signatures":[]}').replace(/\}$/u, `,"n":${i}}`),
  );
}

/** As lines of one file: as many as may be about one subject. */
async function besideGarbage(): Promise<string> {
  const { outcome, attestations } = await control({ ...good, lines: [attestation, ...(await garbage(999))] });
  const told = attestations.filter(({ reason }) => reason !== undefined);
  const reasons = new Set(told.map(({ reason }) => reason));
  const isWhole = attestations.length === 1000 && told.length === 666 && reasons.has("signature-invalid") && reasons.has("no-signatures");
  return isWhole ? outcome : `${outcome}; ${attestations.length} listed, ${told.length} with ${[...reasons].join(", ")}`;
}

function keyFile(what: string, text: string, reason = "key-unreadable"): Case {
  const load = (content: string): string => {
    const loaded = loadKeys("key.pub", new TextEncoder().encode(content), crypto);
    return loaded.ok ? "good" : `load ${loaded.error.reason}`;
  };
  return loading(
    what,
    `load ${reason}`,
    () => load(text),
    () => load(Buffer.from(team.key.spki).toString("base64")),
  );
}

export const engineRows: readonly Row[] = [
  {
    id: "eng-01",
    name: "throw",
    cases: [
      loading("a fault in each use of the crypto port", "internal-error", () => everyFault(attestation)),
      loading("the same with a token", "internal-error", () => everyFault(stamped)),
    ],
  },
  { id: "eng-03", name: "garbage-beside-good", cases: [loading("forged, foreign and malformed ones", "satisfied, exit 0", besideGarbage)] },
  {
    id: "eng-09",
    name: "key-files",
    cases: [
      keyFile("text that does not decode", "-----BEGIN PUBLIC KEY-----\n!!\n-----END PUBLIC KEY-----\n"),
      keyFile("a private key", "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"),
      keyFile("a certificate request", "-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n"),
    ],
  },
];
