/** `proven by`: one named instance says when keys and own authorities signed, and no other instance of the policy changes a verdict. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createWorld, type AttestRequest, type World } from "../../src/testing/index.ts";
import { judgeWith, type Case } from "../support/trust/judge-with.ts";
import { newAuthority, pem } from "../support/trust/own-pki.ts";
import { crypto, instant } from "../support/trust/run.ts";
import { newSigner, signedJson, statementText, web } from "../support/trust/signing.ts";

const SIGNED = instant("2026-11-20T10:00:00Z");
const worldOf = (seed: string): Promise<World> => createWorld({ seed, now: SIGNED }, { crypto: web, hasher: crypto });
const [mine, other] = await Promise.all([worldOf("mine"), worldOf("other")]);

const alice = await newSigner();
const key = {
  algorithm: "ecdsa-sha2-256-nistp256",
  spki: alice.pair.spki,
  sign: (parts: readonly Uint8Array[]) => web.sign(alice.pair.privateKey, parts),
} as const;
const STATEMENT = new TextEncoder().encode(statementText());
const by = async (world: World, request: Partial<AttestRequest> = {}) =>
  (await world.make(await world.plan(STATEMENT, { by: { key }, ...request }))).bundle;

const root = await newAuthority("root");
const SPIFFE = "spiffe://acme.example/ns/build/sa/release";
const ISSUER = "https://issuer.acme.example";
async function issued(world: World): Promise<Uint8Array> {
  const plan = await world.plan(STATEMENT, { by: { san: SPIFFE, issuer: ISSUER }, entry: "none", tokens: 1 });
  if (plan.signer.kind !== "identity") throw new Error("not an identity");
  const authority = { operator: "acme", uri: "https://ca.acme.example", root, intermediate: root };
  return (await world.make({ ...plan, signer: { ...plan.signer, authority, scts: [] } })).bundle;
}

const files = {
  "alice.pub": `-----BEGIN PUBLIC KEY-----\n${Buffer.from(alice.pair.spki).toString("base64")}\n-----END PUBLIC KEY-----\n`,
  "ca.pem": pem(root),
  "roots/mine.json": mine.trustedRoot(),
  "roots/other.json": other.trustedRoot(),
};
const KEY = 'key "alice.pub"';
const MINE = 'proven by "roots/mine.json"';
const OWN = 'authority "ca.pem" identity under "spiffe://acme.example"';
const MAY = "2026-12-01T00:00:00Z";
const evidence = {
  logged: await by(mine),
  stamped: await by(mine, { entry: "none", tokens: 1 }),
  elsewhere: await by(other),
  issued: await issued(mine),
  plain: JSON.stringify(await signedJson(statementText(), [alice])),
};

const rows: readonly (readonly [trust: string, evidence: keyof typeof evidence, text: string, code: number])[] = [
  [`${KEY} logged yes ${MINE}`, "logged", "satisfied", 0],
  [`${KEY} logged yes`, "logged", "unverifiable ← tlog · log-unknown", 2],
  [`${KEY} logged yes proven by public-good`, "logged", "unverifiable ← tlog · log-unknown", 2],
  [`${KEY} logged yes ${MINE}`, "elsewhere", "unverifiable ← tlog · log-unknown", 2],
  [`${KEY} logged yes ${MINE}`, "plain", "unverifiable ← threshold · log-threshold-not-met", 2],
  [`${KEY} timestamped yes ${MINE}`, "stamped", "satisfied", 0],
  [`${KEY} timestamped yes`, "stamped", "unverifiable ← threshold · timestamp-threshold-not-met", 2],
  [`${KEY} valid until 2026-11-20 ${MINE}`, "logged", "satisfied", 0],
  [`${KEY} valid until 2026-11-20`, "stamped", "unverifiable ← trust · time-not-proven", 2],
  [`${KEY} revoked since 2026-11-21 ${MINE}`, "stamped", "satisfied", 0],
  [`${KEY} revoked since 2026-11-21`, "stamped", "unverifiable ← trust · time-not-proven", 2],
  [`${KEY} held by "a@acme.example" refuse identity is "a@acme.example" since 2026-11-21 ${MINE}`, "logged", "satisfied", 0],
  [KEY, "logged", "satisfied", 0],
  [KEY, "elsewhere", "satisfied", 0],
  [`${OWN} timestamped yes ${MINE}`, "issued", "satisfied", 0],
  [`${OWN} ${MINE}`, "issued", "satisfied", 0],
  [`${OWN} timestamped yes`, "issued", "unverifiable ← certificate · certificate-not-valid-at-time", 2],
  [OWN, "issued", "unverifiable ← certificate · certificate-not-valid-at-time", 2],
];
const KEYLESS = `issuer "${ISSUER}" identity under "https://github.com/acme"`;
const unrelated = {
  "nothing beside it": undefined,
  "signers of its own instance": `sigstore "roots/mine.json" ${KEYLESS}`,
  "signers of another instance": `sigstore "roots/other.json" ${KEYLESS}`,
  "signers of the shipped instance": `sigstore public-good ${KEYLESS}`,
  "the same key, proven by another": `${KEY} logged yes proven by "roots/other.json"`,
  "an authority, proven by its own instance": `${OWN} timestamped yes ${MINE}`,
};

const tests = suite("proven by");
for (const [beside, others] of Object.entries(unrelated))
  for (const [trust, which, text, code] of rows)
    tests(`${beside}: ${trust}: ${which}`, async () => {
      const asked: Case = { trust, files, evidence: [evidence[which]], at: MAY };
      const judged = await judgeWith(others === undefined ? asked : { ...asked, others });
      // With a second control the run ends with the worse of two codes.
      assert.equal([judged.text, others === undefined ? judged.code : code], [text, code]);
    });
tests("one envelope counts for each root by that root's own instance", async () => {
  const trust = `${KEY} logged yes ${MINE}`;
  const others = `${KEY} logged yes proven by "roots/other.json"`;
  const { trace } = await judgeWith({ trust, others, files, evidence: [evidence.logged, evidence.elsewhere], at: MAY });
  const bound = ["C-01", "C-02"].map((id) => {
    const judged = trace?.controls.find((control) => control.id === id)?.judgements.flatMap((judgement) => judgement.evidence);
    return judged?.flatMap(({ candidates }) => candidates.map((candidate) => [candidate.class, candidate.because === undefined]));
  });
  assert.equal(bound, [[["admissible", true]], [["admissible", true]]]);
  assert.equal(
    trace?.trust.instances.map(({ name }) => name),
    ["roots/mine.json", "roots/other.json"],
  );
});
tests("an instance that only proves is asked for: it may be given, and its absence is told", async () => {
  const asked: Case = { trust: `${KEY} logged yes proven by mine`, files, evidence: [evidence.logged], at: MAY };
  const given = await judgeWith({ ...asked, instances: { mine: files["roots/mine.json"] } });
  assert.equal([given.text, given.code], ["satisfied", 0]);
  const absent = await judgeWith(asked);
  assert.is(absent.code, 3);
  assert.match(absent.text, /E2003[^]*no Sigstore instance is called `mine`/u);
});
tests.run();
