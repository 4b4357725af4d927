/** Section 11: each looks wrong and is not. */
import { loadKeys } from "../../../src/trust/index.ts";
import { crypto, loadRoot } from "../../support/trust/run.ts";
import { statementText } from "../../support/trust/signing.ts";
import type { Case, Change, Row, Setup } from "./row.ts";
import { corpusKey, demanded, identityTrust, keysTrust, signedAt, team, trusted, world, type CorpusKey } from "./stage.ts";
import { trial } from "./trial.ts";

function passes(what: string, setup: Change, lists: readonly string[] = []): Case {
  return trial(what, { ...setup }, {}, "good", lists);
}

const keyed: Setup = {
  form: "dsse",
  request: { by: team, entry: "none", tokens: 0 },
  keys: [team.entry],
  trust: keysTrust([trusted(team)]),
};
const stamped: Setup = { request: { vouch: "proof", tokens: 1 } };
const secondGeneration: Setup = { request: { entry: "hashedrekord 0.0.2" } };

function by(key: CorpusKey, change: Change = {}): Change {
  return { ...keyed, request: { ...keyed.request, by: key }, keys: [key.entry], trust: keysTrust([trusted(key)]), ...change };
}

const algorithms = [
  "ecdsa-sha2-384-nistp384",
  "ecdsa-sha2-512-nistp521",
  "ed25519",
  "rsa-sign-pkcs1-sha256",
  "rsa-sign-pss-sha256",
  "ecdsa-sha2-256-nistp384",
  "ecdsa-sha2-256-nistp521",
] as const;
const keys = await Promise.all(algorithms.map(async (algorithm) => [algorithm, await corpusKey(algorithm)] as const));

/** The window of every part of the world's root starts and ends in the very second of signing. */
function narrowest(): Setup["roots"] {
  const window = {
    start: new Date(Number(signedAt / 1_000_000n)).toISOString(),
    end: new Date(Number(signedAt / 1_000_000n)).toISOString(),
  };
  const narrow = (json: unknown): unknown =>
    JSON.parse(JSON.stringify(json), (name, value: unknown) => (name === "validFor" ? window : value));
  return [loadRoot("public-good", world.trustedRoot(narrow))];
}

const window = (change: Parameters<typeof trusted>[1]): Change => ({
  ...keyed,
  form: "bundle",
  request: { by: team },
  trust: keysTrust([trusted(team, change)]),
});

const big = statementText({
  predicate: { by: "alice", files: Array.from({ length: 5_000 }, (_, i) => ({ path: `/usr/lib/${i}`, size: i })) },
});
const listedKeys = loadKeys("key.pub", team.key.spki, crypto);

export const passRows: readonly Row[] = [
  {
    id: "pass-01",
    name: "keyid absent, empty or of another key",
    cases: [
      passes("absent", keyed),
      passes("of nobody", { ...keyed, mutate: "keyid-of-nobody" }),
      passes("empty", { ...keyed, mutate: (plan) => ({ ...plan, envelope: withEmptyKeyid }) }),
    ],
  },
  {
    id: "pass-02",
    name: "raw r and s",
    cases: [
      passes("P-256", { ...keyed, mutate: "signature-raw" }),
      ...keys
        .filter(([algorithm]) => algorithm.startsWith("ecdsa"))
        .map(([algorithm, key]) => passes(algorithm, by(key, { mutate: "signature-raw" }))),
    ],
  },
  {
    id: "pass-03",
    name: "URL-safe base64",
    cases: [keyed, {}].flatMap((setup) => [
      passes("padded", { ...setup, mutate: "url-safe-base64" }),
      passes("not padded", { ...setup, mutate: "url-safe-base64-unpadded" }),
    ]),
  },
  {
    id: "pass-04",
    name: "a foreign signature beside a good one",
    cases: [passes("threshold 1", { ...keyed, mutate: "foreign-signature-beside" }, ["signature-invalid"])],
  },
  {
    id: "pass-05",
    name: "times on the edge of windows",
    cases: [
      passes("certificate, start", { mutate: "signed-at-the-start" }),
      passes("certificate, end", { mutate: "signed-at-the-end" }),
      passes("certificate, start, by token", { ...stamped, mutate: "signed-at-the-start" }),
      passes("certificate, end, by token", { ...stamped, mutate: "signed-at-the-end" }),
      passes("authorities and logs, by promise", { roots: narrowest() }),
      passes("authorities and logs, by token", { ...secondGeneration, roots: narrowest() }),
      passes("key, start", window({ validFrom: signedAt })),
      passes("key, end", window({ validUntil: signedAt })),
    ],
    held: [
      { file: "trust/conformance.test.ts", name: "all 70 cases are there" },
      { file: "e2e/real-images.test.ts", name: "passes, and the trace says on what it rests" },
    ],
  },
  {
    id: "pass-06",
    name: "a token of an unknown authority beside a good one",
    cases: [passes("listed", { ...stamped, mutate: "unknown-authority-beside" }, ["token-signer-unknown"])],
    held: [{ file: "trust/realdata.test.ts", name: "pass-06: a good token beside one about something else" }],
  },
  {
    id: "pass-07",
    name: "tokens of an unknown authority beside a promise",
    cases: [passes("listed", { request: { tokens: 1 }, mutate: "token-of-unknown-authority" }, ["token-signer-unknown"])],
    held: [{ file: "trust/realdata.test.ts", name: "pass-07: tokens of an authority the root does not know" }],
  },
  {
    id: "pass-08",
    name: "tokens without certificate",
    cases: [
      passes("without certificate", { ...stamped, mutate: "token-without-certificate" }),
      passes("naming none", { ...stamped, mutate: "token-names-no-certificate" }),
      passes("granted with changes", { ...stamped, mutate: "token-granted-with-changes" }),
    ],
    held: [{ file: "trust/conformance.test.ts", name: "all 70 cases are there" }],
  },
  {
    id: "pass-09",
    name: "witness lines",
    cases: [{}, secondGeneration].flatMap((setup) => [
      passes("before and after", { ...setup, mutate: "witnesses-beside" }),
      passes("two lines of the log", { ...setup, mutate: "log-line-twice" }),
    ]),
  },
  { id: "pass-10", name: "SCT with extensions", cases: [passes("extensions", { mutate: "sct-with-extensions" })] },
  {
    id: "pass-11",
    name: "intoto 0.0.1 entry",
    cases: [passes("layer", { form: "layer", request: { entry: "intoto 0.0.1", vouch: "promise" } })],
    held: [{ file: "e2e/real-images.test.ts", name: "passes, and the trace says on what it rests" }],
  },
  {
    id: "pass-12",
    name: "statements in other clothes",
    cases: [
      passes("version 0.1", { statement: statementText({ _type: "https://in-toto.io/Statement/v0.1" }) }),
      passes("no name", { statement: statementText({ subject: [{ digest: { sha256: "a".repeat(64) } }] }) }),
    ],
  },
  {
    id: "pass-13",
    name: "an unrelated referrer beside a good attestation",
    cases: [],
    held: [
      { file: "registry/remote/discover.test.ts", name: "finds cosign's attestations beside an unrelated referrer" },
      { file: "registry/layout/layout.test.ts", name: "a malformed referrer hides nothing and is told" },
    ],
  },
  {
    id: "pass-14",
    name: "a signed index for a platform it lists",
    cases: [],
    held: [{ file: "e2e/bypasses.test.ts", name: "signed itself or through its index, passes" }],
  },
  {
    id: "pass-15",
    name: "an old signature of a retired key",
    cases: [passes("window over at now, time inside", window({ validFrom: signedAt - 1n, validUntil: signedAt + 1n }))],
    held: [{ file: "trust/realdata.test.ts", name: "npm" }],
  },
  {
    id: "pass-16",
    name: "no log, time by token",
    cases: [
      passes("logged no, timestamped yes", {
        request: { entry: "none", tokens: 1 },
        trust: { ...identityTrust, timestamped: demanded(1) },
      }),
    ],
    held: [{ file: "trust/realdata.test.ts", name: "pass-16: an instance without log and SCT" }],
  },
  {
    id: "pass-17",
    name: "large predicate",
    cases: [
      passes("5 000 files", { ...keyed, statement: big }),
      passes("a predicate that is a text", { statement: statementText({ predicate: "text" }) }),
    ],
    held: [{ file: "evidence/realdata.test.ts", name: "SPDX document are read whole" }],
  },
  {
    id: "pass-18",
    name: "the whole chain carried",
    cases: [passes("root included", { mutate: "own-chain-carried" })],
    held: [{ file: "trust/realdata.test.ts", name: "pass-18: carried certificates, a root too, are no anchors and noted" }],
  },
  {
    id: "pass-19",
    name: "every algorithm",
    cases: [
      ...keys.map(([algorithm, key]) => passes(algorithm, by(key))),
      passes("as a file lists it", { ...keyed, keys: listedKeys.ok ? listedKeys.value.keys : [] }),
    ],
  },
];

function withEmptyKeyid(json: unknown): unknown {
  const envelope = json as { readonly signatures: readonly object[] };
  return { ...envelope, signatures: envelope.signatures.map((signature) => ({ ...signature, keyid: "" })) };
}
