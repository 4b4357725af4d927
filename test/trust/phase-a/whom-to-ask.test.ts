/** Who is asked about an envelope, and in what order; and what each prover's view of it is to a trust root. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createVerifier, everyView, type KeysTrust, type TrustMaterial, type Verification } from "../../../src/trust/index.ts";
import type { SignedMaterial } from "../../../src/trust/signed-material.ts";
import type { RootSession } from "../../../src/trust/sigstore/session.ts";
import { asProvenTo } from "../../../src/trust/phase-b/views.ts";
import { proversOf, whomToAsk, type Asked, type WhomToAsk } from "../../../src/trust/phase-a/whom-to-ask.ts";
import { plainCertificate } from "../../support/trust/plain-certificate.ts";
import { outcomeOf } from "../../support/trust/expect.ts";
import { crypto, found, loadRoot } from "../../support/trust/run.ts";
import { attestationOf } from "../attack-corpus/trial.ts";
import { limits, now, world } from "../attack-corpus/stage.ts";

const named = (name: string) => ({ root: { name } }) as unknown as RootSession;
const [a, b, empty] = [named("a"), named("b"), named("empty")];
const own = { sets: [] } as unknown as NonNullable<WhomToAsk["own"]>;
const key = { kind: "key" } as const;
const certificate = { kind: "certificate", leaf: plainCertificate(), carried: [] } as const;
const token = { entries: [], tokens: [new Uint8Array(1)] };
const entry = { entries: [{} as SignedMaterial["entries"][number]], tokens: [] };
const bare = { entries: [], tokens: [] };
const envelope = (signer: SignedMaterial["signer"], vouched: typeof token | typeof entry = bare) =>
  ({ signer, ...vouched }) as unknown as SignedMaterial;
const run = (change: Partial<WhomToAsk> = {}): WhomToAsk => ({ sessions: [a, b], provers: undefined, empty, own: undefined, ...change });
const shown = ({ session, own: authorities }: Asked): string => `${authorities ? "own " : ""}${session?.root.name ?? "nobody"}`;

const asking = suite("whom to ask");
const rows: readonly (readonly [name: string, material: SignedMaterial, run: WhomToAsk, asked: string, provers: string])[] = [
  ["a key that nothing vouches for", envelope(key), run(), "nobody", ""],
  ["the same, with provers", envelope(key), run({ provers: ["a"] }), "nobody", ""],
  ["a key and a token", envelope(key, token), run(), "a, b", ""],
  ["a key and a log entry", envelope(key, entry), run(), "a, b", ""],
  ["no root", envelope(key, token), run({ sessions: [] }), "nobody", ""],
  ["one prover", envelope(key, token), run({ provers: ["b"] }), "b", "b: b"],
  ["their order is theirs", envelope(key, entry), run({ provers: ["b", undefined, "a"] }), "b, nobody, a", "b: b, -: nobody, a: a"],
  ["nobody proves", envelope(key, token), run({ provers: [] }), "nobody", ""],
  ["a prover that the run does not have", envelope(key, token), run({ provers: ["c"] }), "nobody", "c: nobody"],
  ["a certificate", envelope(certificate), run(), "a, b", ""],
  ["a certificate has no prover but its own instance", envelope(certificate, token), run({ provers: ["b"] }), "a, b", ""],
  ["a certificate without any root", envelope(certificate, token), run({ sessions: [] }), "empty", ""],
  ["own authorities", envelope(certificate), run({ own }), "a, b, own nobody", ""],
  ["own authorities and a token", envelope(certificate, token), run({ own }), "a, b, own a, own b", ""],
  ["own authorities alone", envelope(certificate, token), run({ own, sessions: [] }), "own nobody", ""],
  ["own authorities and a prover", envelope(certificate, entry), run({ own, provers: ["b"] }), "a, b, own b", "b: own b"],
  [
    "own authorities that nobody proves",
    envelope(certificate, token),
    run({ own, provers: [undefined] }),
    "a, b, own nobody",
    "-: own nobody",
  ],
  ["own authorities and a key", envelope(key, token), run({ own, provers: ["a"] }), "a", "a: a"],
];
for (const [name, material, asked, whom, provers] of rows)
  asking(name, () => {
    assert.is(whomToAsk(material, asked).map(shown).join(", "), whom);
    const each = proversOf(material, asked).map((prover) => `${prover.provenBy ?? "-"}: ${shown(prover.asked)}`);
    assert.is(each.join(", "), provers);
  });
asking.run();

// ------------------------------------------------------------------------------------------------------------------- views

const mine = loadRoot("mine", world.trustedRoot());
const strange = { ...mine, certificateAuthorities: [], logs: [], ctLogs: [], timestampAuthorities: [], name: "strange" };
const logged = await attestationOf({});
const verified = (material: Partial<TrustMaterial>): Verification =>
  createVerifier({ roots: [strange, mine], keys: [], ...material }, { crypto }, limits).verify(found(logged.bundle), now);
const none = { required: false, atLeast: 1 };
const keysRoot = (provenBy?: string): KeysTrust => ({
  kind: "keys",
  name: "team",
  threshold: 1,
  logged: none,
  timestamped: none,
  refuse: [],
  acceptClaimedTime: false,
  keys: [],
  ...(provenBy !== undefined && { provenBy }),
});

const views = suite("views of an envelope");
views("a certificate of an instance is one thing to all", () => {
  const verification = verified({ provers: ["strange", undefined] });
  assert.is(outcomeOf(verification), "good");
  assert.is(verification.views, undefined);
  assert.equal(everyView(verification), [verification]);
  assert.is(asProvenTo(verification, keysRoot("strange")), verification);
});
views("each root sees what its prover proves; a prover that the verifier was not told of is our mistake", () => {
  const plain = verified({});
  const other = verified({ roots: [strange] });
  const verification = {
    ...plain,
    views: [
      { provenBy: "a", verification: other },
      { provenBy: undefined, verification: plain },
    ],
  };
  assert.is(asProvenTo(verification, keysRoot("a")), other);
  assert.is(asProvenTo(verification, keysRoot()), plain);
  assert.equal(everyView(verification), [verification, other, plain]);
  assert.throws(() => asProvenTo(verification, keysRoot("b")), /names every prover/u);
  const sigstore = { ...keysRoot(), kind: "sigstore", sigstore: "a", issuer: "i", identityTests: [], claimTests: [], scts: 1 } as const;
  assert.is(asProvenTo(verification, sigstore), verification);
});
views.run();
