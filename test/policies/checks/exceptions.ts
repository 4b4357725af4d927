/** Checks that the syntax does not show, and those that no test of a policy can notice, with the reason. docs/security/checks.md tells it. */
import type { NamedCheck } from "./find-checks.ts";

/** Conditions that are kept in a variable, asked in a callback, or answered with yes or no. */
export const named: readonly NamedCheck[] = [
  { file: "trust/phase-b/admit.ts", condition: "signers.length >= Math.max(1, root.threshold)", refuses: "when-false" },
  { file: "trust/phase-a/verify.ts", condition: "made.steps.some(hasFailed) || made.statement === undefined", refuses: "when-true" },
  {
    file: "trust/x509/path.ts",
    condition: "times.some((at) => at < certificate.notBefore || at > certificate.notAfter)",
    refuses: "when-true",
  },
  {
    file: "trust/dsse/check-signature.ts",
    condition: "crypto.verify({ key, algorithm, parts, signature: form.der })",
    refuses: "when-false",
  },
  { file: "trust/x509/signature.ts", condition: "crypto.verify(job)", refuses: "when-false" },
  { file: "trust/phase-b/text-match.ts", condition: "ofKind.includes(value)", refuses: "when-false" },
  { file: "trust/phase-b/text-match.ts", condition: "isUnder(segments.value, parent.value)", refuses: "when-false" },
  {
    file: "trust/phase-b/text-match.ts",
    condition: 'matchesGlob(compiledGlob(test, pattern, kind === "email" ? "@" : "/"), segments.value)',
    refuses: "when-false",
  },
  { file: "trust/phase-b/text-match.ts", condition: "kindOfText(test.pattern) === kind", refuses: "when-false" },
  { file: "evidence/subject.ts", condition: "computed === `${algorithm}:${hex}`", refuses: "when-false" },
];

/** Modules below `src/` that read what a policy brings, sign, or answer a question that the language cannot ask. */
export const notOfVerification: readonly { readonly files: RegExp; readonly why: string }[] = [
  {
    files: /^trust\/(?:keys\/|authorities\/load-authorities|sigstore\/(?:load-root|public-good))/u,
    why: "reads the keys, authorities and instances that the policy names, when it compiles: no evidence reaches it",
  },
  { files: /^trust\/sigstore\/timestamp\.ts/u, why: "asks a timestamp authority while something is signed" },
  { files: /^trust\/x509\/crl\.ts/u, why: "reads revocation lists, for which language 1 has no syntax" },
  { files: /^trust\/sigstore\/read-layer\.ts/u, why: "reads layers of cosign's `.att` images; a test gives envelopes and bundles" },
  {
    files: /^trust\/(?:der\/|x509\/directory-name)/u,
    why: "reads DER: what reads it further on turns a fault into a check, and that is switched",
  },
  { files: /^trust\/phase-a\/(?:record|deadline|facts-from)\.ts/u, why: "writes records of steps; refuses nothing" },
];

export const excused: readonly { readonly why: string; readonly checks: readonly string[] }[] = [
  {
    why: "the trust root itself would have to be wrong: a test's stand-ins are honest, and no adversary writes the keys, authorities and instances of a policy",
    checks: [
      "trust/x509/leaf-profile.ts: constraints.value?.isAuthority === true #2",
      "trust/x509/leaf-profile.ts: !extended.ok || extended.value === undefined #2",
      "trust/x509/leaf-profile.ts: extended.value.length !== 1",
      "trust/x509/leaf-profile.ts: extended.value[0] !== oids.timeStamping",
      "trust/x509/leaf-profile.ts: findExtension(leaf, oids.extendedKeyUsage)?.critical !== true",
      "trust/x509/leaf-profile.ts: usage.value?.digitalSignature === false",
      "trust/x509/leaf-profile.ts: critical === undefined #2",
      "trust/phase-a/certificate-steps.ts: !path.ok || times.every((at) => within(authority.validFor, at))",
      "trust/phase-a/signature-step.ts: keys.length === 0",
      "trust/sigstore/log-entry.ts: times.length === 0 || times.some((at) => within(log.validFor, at))",
      "trust/sigstore/token.ts: authority.chain.some((certificate) => token.genTime < certificate.notBefore || token.genTime > certificate.notAfter)",
      "trust/sigstore/token.ts: broken !== undefined",
      "trust/phase-b/signer-steps.ts: name !== root.sigstore",
    ],
  },
  {
    why: "language 1 has no words for it: purposes of keys, refused certificates and entries, revocation lists, more than one SCT, claims of a chosen text, git commits as subjects beside digests",
    checks: [
      "evidence/subject.ts: named.some((commits) => commits.includes(commit) && commits.some((other) => other !== commit))",
      "evidence/subject.ts: named.some((commits) => commits.includes(commit))",
      'evidence/subject.ts: own === "contradictory"',
      'evidence/subject.ts: match === "contradictory"',
      "trust/phase-b/admit.ts: isRefusedItem(facts, root)",
      "trust/phase-b/admit.ts: withdrawn !== undefined",
      "trust/phase-b/identity.ts: tests.length === 0",
      "trust/phase-b/segments.ts: !/^[\\u0020-\\u005b\\u005d-\\u007e]*$/u.test(text)",
      'trust/phase-b/segments.ts: segments.includes(".") #2',
      'trust/phase-b/segments.ts: segments.includes("..") #2',
      'trust/phase-b/demands.ts: root.kind === "sigstore" && facts.sctsExpected && scts < root.scts',
      'trust/phase-b/signer-steps.ts: revocation === "revoked"',
      'trust/phase-b/signer-steps.ts: revocation === "good" || root.revocation === "not-asked"',
      "trust/phase-b/signer-steps.ts: key.purposes !== undefined && !key.purposes.includes(statement.predicateType)",
    ],
  },
  {
    why: "it is about signatures over blobs and entries that only cosign's layers carry; evidence in a test is a statement in an envelope or a bundle",
    checks: [
      "trust/phase-a/signature-step.ts: mismatch !== undefined",
      "trust/phase-a/signature-step.ts: isSame",
      'trust/sigstore/entry-body.ts: recorded === "unsupported"',
      "trust/sigstore/log-entry.ts: promiseHolds(entry, log, context.crypto)",
      "trust/sigstore/read-bundle.ts: digestAlgorithm === undefined",
    ],
  },
  {
    why: "another check, or the second opinion of @sigstore/verify, refuses the same with the same reason: one alone can be off and nothing is admitted",
    checks: [
      'trust/x509/signature.ts: key.family === "unsupported"',
      "trust/x509/leaf-profile.ts: weak !== undefined",
      "trust/x509/leaf-profile.ts: key === undefined",
      "trust/x509/leaf-profile.ts: fault === undefined",
      "trust/sigstore/second-opinion.ts: timestamp === undefined",
      'trust/sigstore/second-opinion.ts: answer.code === "UNEXPECTED"',
      "trust/sigstore/second-opinion.ts: answer === undefined #2",
      'trust/phase-a/certificate-steps.ts: opinion !== "not-asked" && opinion !== undefined',
      'trust/phase-a/signature-step.ts: key.family === "unsupported"',
      "trust/sigstore/entry-body.ts: !json.ok",
      "trust/sigstore/entry-body.ts: written === undefined || actual === undefined",
      "trust/sigstore/entry-body.ts: !bytesEqual(written, actual)",
      "trust/sigstore/log-entry.ts: entry.promise === undefined && entry.proof === undefined",
      "trust/sigstore/log-entry.ts: entry.promise !== undefined && !within(log.validFor, integrated)",
      "trust/sigstore/log-entry.ts: ofKey.length === 0",
      "trust/sigstore/checkpoint.ts: split < 0",
      'trust/sigstore/checkpoint.ts: text.indexOf("\\n\\n") !== split',
      'trust/sigstore/checkpoint.ts: text === ""',
      'trust/sigstore/checkpoint.ts: !text.endsWith("\\n")',
      "trust/sigstore/checkpoint.ts: match === null",
      "trust/sigstore/token.ts: bytesEqual(crypto.digest(hash, [signature]), token.imprint)",
      "trust/sigstore/token.ts: imprint !== undefined",
      "trust/sigstore/token.ts: !within(authority.validFor, token.genTime)",
      "trust/sigstore/token.ts: oid(child(encapsulated, 0)) !== oids.tstInfo",
      "trust/dsse/envelope.ts: !isObject(json)",
      "trust/sigstore/read-bundle.ts: opinion !== undefined",
      "trust/sigstore/read-bundle.ts: value === undefined",
      "trust/sigstore/read-bundle.ts: !decoded.ok",
      "trust/sigstore/read-bundle.ts: !envelope.ok",
      'trust/sigstore/read-bundle.ts: version === "0.3"',
      "trust/sigstore/read-bundle.ts: !isObject(json)",
      'trust/sigstore/read-bundle.ts: envelope === ""',
      "trust/phase-b/signer-steps.ts: first === undefined",
    ],
  },
  {
    why: "it refuses DER that the stand-ins cannot write: the reader of that part answers with an exception that a check further on turns into a reason",
    checks: [
      "trust/x509/extensions.ts: names.ok",
      "trust/x509/extensions.ts: oid(child(node, 0)) !== FULCIO_USERNAME",
      "trust/x509/extensions.ts: thrown instanceof DerFault",
      "trust/x509/parse.ts: root.children.length !== 3",
      "trust/x509/parse.ts: parts !== 2 && parts !== 3",
      "trust/x509/leaf-profile.ts: !names.ok",
      "trust/x509/name-constraints.ts: !names.ok",
      "trust/sigstore/sct.ts: !tbs.ok",
      "trust/sigstore/token.ts: oid(child(content, 0)) !== oids.signedData",
      "trust/sigstore/token.ts: !nested.ok",
      "trust/sigstore/token.ts: smallInteger(child(sequence(root), 0)) !== 1",
      "trust/sigstore/token.ts: found.length > 1",
      "trust/sigstore/token.ts: values !== undefined && values.children.length !== 1",
    ],
  },
  {
    why: "it bounds work that one envelope of a test cannot ask for, or tells what we failed in: nothing that an adversary writes comes there",
    checks: [
      "trust/phase-a/verify.ts: i + 1 === at",
      "trust/phase-a/signature-step.ts: signed.signatures.length * keys.length > limits.signatureChecks",
      "trust/phase-b/admit.ts: isUndecided(envelope)",
    ],
  },
];

/**
 * No verdict notices these: the condition also tells the compiler that there is something to go on with, so that without it the run ends
 * in a throw. That is no pass, but it would also be so if nobody had thought of the case, so they count apart. So would one that only a
 * `broken` test notices, which could not run to its end; there is none.
 */
export const noticedByNoVerdict: readonly string[] = [
  "trust/authorities/check-certificate.ts: first === undefined",
  'trust/phase-b/admit.ts: trust.kind === "fault"',
  "trust/phase-b/identity.ts: value === undefined",
  "trust/phase-b/signer-steps.ts: first === undefined #2",
];
