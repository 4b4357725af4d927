/** Section 10 and 7, what time and reading twice do, and private keys. */
import { createCipheriv, generateKeyPairSync, randomBytes, scryptSync } from "node:crypto";
import { xsalsa20poly1305 } from "@noble/ciphers/salsa.js";
import { keyFileCrypto } from "../../../src/platform/crypto/index.ts";
import { createVerifier, openPrivateKey, type Clock, type FoundEnvelope } from "../../../src/trust/index.ts";
import { outcomeOf } from "../../support/trust/expect.ts";
import { crypto, found, loadRoot, sha256 } from "../../support/trust/run.ts";
import { statementText, web } from "../../support/trust/signing.ts";
import type { Row } from "./row.ts";
import { limits, now, world } from "./stage.ts";
import { attestationOf, loading } from "./trial.ts";

const root = loadRoot("public-good", world.trustedRoot());
const attestation = await attestationOf({});
const evil = statementText({ predicate: { by: "mallory" } });
const forged = new TextEncoder().encode(
  JSON.stringify({
    payloadType: "application/vnd.in-toto+json",
    payload: Buffer.from(evil).toString("base64"),
    signatures: [{ sig: "AAAA" }],
  }),
);

// -------------------------------------------------------------------------------------------------- eng-02: slow

/** Each look at it is so much later. */
function clockOf(stepMs: number, endMs?: number): Clock {
  let at = 0;
  return { nowMs: () => (at += stepMs), ...(endMs !== undefined && { endMs }) };
}

function timed(clock: Clock): string {
  return outcomeOf(createVerifier({ roots: [root], keys: [] }, { crypto, clock }, limits).verify(found(attestation.bundle), now));
}

const late = "deadline-exceeded";
const reasonOf = (outcome: string): string => (outcome.endsWith(late) ? late : outcome);

/** Whenever the time is over, it is never verified; and where there is time enough, it is. */
function atEveryMoment(): string {
  const usual = clockOf(0);
  if (timed(usual) !== "good") return "the twin is not good";
  const outcomes = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89].map((looks) => timed(clockOf(limits.envelopeTimeMs / looks)));
  const wrong = outcomes.filter((outcome) => outcome !== "good" && !outcome.endsWith(late));
  return wrong.length > 0 || outcomes[0]?.endsWith(late) !== true ? wrong.join(", ") : late;
}

/** Only the last look finds the time over: what was verified in the meantime is not taken. */
function atTheVeryEnd(): string {
  let looks = 0;
  const counting: Clock = { nowMs: () => ((looks += 1), 0) };
  if (timed(counting) !== "good") return "the twin is not good";
  const all = looks;
  let seen = 0;
  return reasonOf(timed({ nowMs: () => ((seen += 1) >= all ? limits.envelopeTimeMs : 0) }));
}

// ------------------------------------------------------------------------------------------ stmt-02: second read

const good = verified(found(attestation.bundle));

function verified(envelope: FoundEnvelope): string {
  const verification = createVerifier({ roots: [root], keys: [] }, { crypto }, limits).verify(envelope, now);
  return verification.kind === "verified" ? JSON.stringify(verification.statement) : outcomeOf(verification);
}

/** The bytes are overwritten once they were verified. */
function overwritten(): string {
  const bytes = Uint8Array.from(attestation.bundle);
  const verification = createVerifier({ roots: [root], keys: [] }, { crypto }, limits).verify(found(bytes), now);
  const before = verification.kind === "verified" ? JSON.stringify(verification.statement) : "";
  bytes.fill(0);
  const after = verification.kind === "verified" ? JSON.stringify(verification.statement) : "";
  return before === good && after === good ? "facts equal the signed bytes" : "the facts changed";
}

/** An envelope whose bytes are others each time they are asked for. */
function accessor(order: readonly Uint8Array[]): string {
  let reads = 0;
  const bytes = (): Uint8Array => order[Math.min(reads++, order.length - 1)] as Uint8Array;
  const outcome = verified({
    get bytes() {
      return bytes();
    },
    digest: sha256(attestation.bundle),
  });
  return outcome === good || !outcome.startsWith("{") ? "facts equal the signed bytes" : "unsigned bytes became facts";
}

const marked = `"toJSON":{"by":"mallory"},"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"predicate":`;
const strange = await attestationOf({ statement: statementText().replace('"predicate":', marked) });

function prototypes(): string {
  const outcome = createVerifier({ roots: [root], keys: [] }, { crypto }, limits).verify(found(strange.bundle), now);
  if (outcome.kind !== "verified") return outcomeOf(outcome);
  const isTouched = "polluted" in {} || "polluted" in Object.prototype || "polluted" in outcome.statement;
  return isTouched || "toJSON" in {} ? "a prototype was touched" : "facts equal the signed bytes";
}

// ----------------------------------------------------------------------------------------- eng-10: encrypted keys

const pkcs8 = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "der", type: "pkcs8" });

interface Sealing {
  readonly n?: number;
  readonly kdf?: string;
  readonly cipher?: string;
  readonly cut?: number;
}

function sealed({ n = 2, kdf = "scrypt", cipher = "nacl/secretbox", cut = 0 }: Sealing = {}): string {
  const [salt, nonce] = [randomBytes(32), randomBytes(24)];
  const key = scryptSync("pw", salt, 32, { N: 2, r: 8, p: 1 });
  const box = xsalsa20poly1305(key, nonce).encrypt(pkcs8);
  const json = JSON.stringify({
    kdf: { name: kdf, params: { N: n, r: 8, p: 1 }, salt: salt.toString("base64") },
    cipher: { name: cipher, nonce: nonce.toString("base64") },
    ciphertext: Buffer.from(box.subarray(0, box.length - cut)).toString("base64"),
  });
  return pem("ENCRYPTED SIGSTORE PRIVATE KEY", Buffer.from(json));
}

function pem(label: string, der: Buffer): string {
  return `-----BEGIN ${label}-----\n${(der.toString("base64").match(/.{1,64}/gu) ?? []).join("\n")}\n-----END ${label}-----\n`;
}

/** Counts what the derivation would allocate; none of the rejected ones may get that far. */
async function open(text: string, password = "pw"): Promise<string> {
  let derived = 0;
  const files = {
    ...keyFileCrypto,
    scrypt: (...args: Parameters<typeof keyFileCrypto.scrypt>) => {
      derived += 128 * args[2].n * args[2].r;
      return keyFileCrypto.scrypt(...args);
    },
  };
  const opened = await openPrivateKey(text, () => Promise.resolve(new TextEncoder().encode(password)), { signing: web, files });
  if (derived > 64 * 1024 * 1024) return "it was derived first";
  return opened.ok ? "good" : `load ${opened.error.reason}`;
}

/** PBES2 with RC2, which is not read. */
function otherCipher(): string {
  const cipher = createCipheriv("aes-256-cbc", randomBytes(32), randomBytes(16));
  return pem("ENCRYPTED PRIVATE KEY", Buffer.concat([cipher.update(pkcs8), cipher.final()]));
}

const unreadable = (what: string, text: () => string) =>
  loading(
    what,
    "load key-unreadable",
    () => open(text()),
    () => open(sealed()),
  );

export const machineRows: readonly Row[] = [
  {
    id: "eng-02",
    name: "slow",
    cases: [
      loading(
        "over at once",
        `signature · ${late}`,
        () => timed(clockOf(limits.envelopeTimeMs)).replace(/^.* · /u, "signature · "),
        () => timed(clockOf(0)),
      ),
      loading("over at any moment", late, atEveryMoment),
      loading("over when all is verified", late, atTheVeryEnd),
      loading(
        "over for the run",
        late,
        () => reasonOf(timed(clockOf(1, 2))),
        () => timed(clockOf(0, 2)),
      ),
    ],
    held: [{ file: "cli/run-limits.test.ts", name: "eng-02 a run whose time is over judges nothing, and never passes" }],
  },
  {
    id: "stmt-02",
    name: "second-read",
    cases: [
      loading("overwritten afterwards", "facts equal the signed bytes", overwritten),
      loading("other bytes at the second reading", "facts equal the signed bytes", () => accessor([attestation.bundle, forged])),
      loading("the signed bytes at the second reading", "facts equal the signed bytes", () => accessor([forged, attestation.bundle])),
      loading("`toJSON` and `__proto__` members", "facts equal the signed bytes", prototypes),
    ],
    held: [{ file: "trust/phase-a/statement.test.ts", name: "stmt-02 `__proto__` is an ordinary name" }],
  },
  {
    id: "eng-10",
    name: "encrypted-key",
    cases: [
      unreadable("scrypt N = 2^30", () => sealed({ n: 2 ** 30 })),
      unreadable("unknown KDF", () => sealed({ kdf: "argon2id" })),
      unreadable("unknown cipher", () => sealed({ cipher: "aes-gcm" })),
      unreadable("no PBES2", otherCipher),
      unreadable("cut to nothing", () => sealed({ cut: pkcs8.length })),
      // The file may be whole: a wrong password is told apart, and a changed ciphertext cannot be told from it.
      loading(
        "wrong password",
        "load password-wrong",
        () => open(sealed(), "other"),
        () => open(sealed()),
      ),
      loading(
        "cut by a byte",
        "load password-wrong",
        () => open(sealed({ cut: 1 })),
        () => open(sealed()),
      ),
    ],
    held: [{ file: "trust/keys/private-keys.test.ts", name: "eng-10 N = 2^30" }],
  },
];
