/** The path validator's own rules over certificates as data: each demand on an authority by its sentence, and the nearest failure. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Reason } from "../../../src/trust/index.ts";
import type { Certificate } from "../../../src/trust/x509/certificate.ts";
import { findPath, issuerFault, nearestFault, type PathQuestion } from "../../../src/trust/x509/path.ts";
import type { LinkCheck } from "../../../src/trust/x509/signature.ts";
import {
  authorityKeyId,
  basicConstraints,
  keyUsage,
  keyUsageBits,
  subjectKeyId,
  usages,
  type CertificateExtension,
} from "../../../src/testing/world/certificate.ts";
import { authorityExtensions, broken, plainCertificate, purpose, unknown, type PlainSpec } from "../../support/trust/plain-certificate.ts";
import { dnsName, nameConstraints } from "../../support/trust/own-pki.ts";

const [constraints, usage] = authorityExtensions as [CertificateExtension, CertificateExtension];
const CHAIN = "certificate-chain-invalid";

// ------------------------------------------------------------------------------------------------------- one authority

const NO_AUTHORITY = "the issuer is no authority";
const NO_USAGE = "the issuer's key usage does not allow signing certificates";
const LONG = "the issuer's path length is exceeded";
const NO_NEST = "the issuer's extended key usage does not nest";
const limited = (pathLength: number) => [basicConstraints({ isAuthority: true, pathLength }), usage];

const authorities: readonly (readonly [
  name: string,
  extensions: readonly CertificateExtension[],
  fault: string | undefined,
  below?: number,
])[] = [
  ["the twin", authorityExtensions, undefined],
  ["the twin, far above", authorityExtensions, undefined, 7],
  ["no basic constraints", [usage], NO_AUTHORITY],
  ["basic constraints that cannot be read", [{ ...broken("2.5.29.19"), critical: true }, usage], NO_AUTHORITY],
  ["no authority", [basicConstraints({ isAuthority: false }), usage], NO_AUTHORITY],
  ["no authority, with a length", [basicConstraints({ isAuthority: false, pathLength: 3 }), usage], NO_AUTHORITY],
  [
    "constraints that are not critical",
    [basicConstraints({ isAuthority: true, critical: false }), usage],
    "the issuer's basic constraints are not critical",
  ],
  ["no key usage", [constraints], NO_USAGE],
  ["a key usage that cannot be read", [constraints, broken("2.5.29.15")], NO_USAGE],
  ["a key usage for signatures", [constraints, keyUsage(keyUsageBits.digitalSignature, keyUsageBits.crlSign)], NO_USAGE],
  ["length 0, nothing between", limited(0), undefined, 0],
  ["length 0, one between", limited(0), LONG, 1],
  ["length 2, two between", limited(2), undefined, 2],
  ["length 2, three between", limited(2), LONG, 3],
  ["the purpose", [...authorityExtensions, purpose(usages.codeSigning)], undefined],
  ["the purpose among others", [...authorityExtensions, purpose(usages.serverAuth, usages.codeSigning)], undefined],
  ["another purpose", [...authorityExtensions, purpose(usages.serverAuth)], NO_NEST],
  ["any purpose", [...authorityExtensions, purpose(usages.any)], NO_NEST],
  ["a purpose that cannot be read", [...authorityExtensions, broken("2.5.29.37")], NO_NEST],
  ["unknown, not critical", [...authorityExtensions, unknown("not critical")], undefined],
  ["unknown and critical", [...authorityExtensions, unknown("critical")], "the issuer's extension 1.2.3.4 is critical and unknown"],
];
const one = suite("one authority");
for (const [name, extensions, fault, below = 0] of authorities)
  one(name, () => assert.is(issuerFault(plainCertificate({ extensions }), below, usages.codeSigning), fault));
one.run();

// --------------------------------------------------------------------------------------------------------------- paths

const authority = (subject: string, issuer: string, more: PlainSpec = {}): Certificate =>
  plainCertificate({ subject, issuer, ...more, extensions: [...authorityExtensions, ...(more.extensions ?? [])] });
const leaf = plainCertificate({ subject: "leaf", issuer: "issuing" });
const issuing = authority("issuing", "root");
const root = authority("root", "root");

interface Asked extends Partial<PathQuestion> {
  /** By `subject>issuer`, names as in the fingerprints; signed otherwise. */
  readonly links?: Readonly<Record<string, LinkCheck>>;
}

const nameOf = ({ fingerprint }: Certificate): string => fingerprint.slice("sha256:".length);

function ask({ links = {}, ...change }: Asked = {}): string {
  const question: PathQuestion = {
    leaf,
    intermediates: [issuing],
    anchors: [root],
    times: [],
    purpose: usages.codeSigning,
    maxLength: 8,
    maxChecks: 64,
    ...change,
  };
  const path = findPath(question, { check: (subject, issuer) => links[`${nameOf(subject)}>${nameOf(issuer)}`] ?? "signed" });
  return path.ok ? path.value.map(nameOf).join(" ") : `${path.error.reason}: ${path.error.detail}`;
}

const NOBODY = `${CHAIN}: no authority issued it`;
const id = (...bytes: readonly number[]): Uint8Array => Uint8Array.from(bytes);
const rows: readonly (readonly [name: string, asked: Asked, outcome: string])[] = [
  ["leaf, intermediate, anchor", {}, "leaf issuing root"],
  ["an intermediate that is the anchor", { anchors: [issuing], intermediates: [] }, "leaf issuing"],
  ["the anchor that is nearest ends the path", { anchors: [issuing, root] }, "leaf issuing"],
  ["no anchor", { anchors: [] }, NOBODY],
  ["a leaf that is listed does not vouch for itself", { anchors: [leaf], intermediates: [] }, NOBODY],
  [
    "a listed leaf that is self-signed neither",
    {
      leaf: plainCertificate({ subject: "root", issuer: "root" }),
      anchors: [plainCertificate({ subject: "root", issuer: "root" })],
      intermediates: [],
    },
    `${CHAIN}: the issuer is no authority`,
  ],
  ["a loop ends", { intermediates: [authority("issuing", "other"), authority("other", "issuing")], anchors: [root] }, NOBODY],
  ["a path as long as is allowed", { maxLength: 3 }, "leaf issuing root"],
  ["a longer one", { maxLength: 2 }, NOBODY],
  ["as many checks as are allowed", { maxChecks: 2 }, "leaf issuing root"],
  ["one more", { maxChecks: 1 }, "too-many: path signature checks"],
  [
    "no check behind the bound, even where another path would do",
    {
      maxChecks: 1,
      intermediates: [authority("issuing", "root", { fingerprint: "sha256:forged" }), issuing],
      links: { "leaf>forged": "not-signed" },
    },
    "too-many: path signature checks",
  ],
  ["nobody signed it", { links: { "leaf>issuing": "not-signed" } }, `${CHAIN}: the issuer's key did not sign it`],
  ["nobody signed the issuer", { links: { "issuing>root": "not-signed" } }, `${CHAIN}: the issuer's key did not sign it`],
  [
    "an algorithm that is not allowed",
    { links: { "issuing>root": "algorithm" } },
    "certificate-algorithm: it is signed with an algorithm or key that is not allowed",
  ],
  [
    "the algorithm is nearer than the next one's signature",
    {
      intermediates: [issuing, authority("issuing", "root", { fingerprint: "sha256:second" })],
      links: { "leaf>issuing": "algorithm", "leaf>second": "not-signed" },
    },
    "certificate-algorithm: it is signed with an algorithm or key that is not allowed",
  ],
  [
    "a time that does not fit is nearer than an algorithm",
    {
      intermediates: [authority("issuing", "root", { fingerprint: "sha256:first" }), issuing],
      links: { "leaf>first": "algorithm" },
      times: [99n],
    },
    "certificate-not-valid-at-time: the certificate was not valid at a time that is proven",
  ],
  [
    "of two that are as near, the last",
    {
      intermediates: [
        authority("issuing", "root", { extensions: [unknown("critical")] }),
        authority("issuing", "root", { fingerprint: "sha256:second" }),
      ],
      links: { "leaf>second": "not-signed" },
    },
    `${CHAIN}: the issuer's key did not sign it`,
  ],
  [
    "past one that did not sign it, to the one that did",
    { intermediates: [authority("issuing", "root", { fingerprint: "sha256:first" }), issuing], links: { "leaf>first": "not-signed" } },
    "leaf issuing root",
  ],
  [
    "the length counts authorities between",
    { intermediates: [plainCertificate({ subject: "issuing", extensions: limited(0) })] },
    "leaf issuing root",
  ],
  [
    "the root's length counts the intermediate",
    { anchors: [plainCertificate({ subject: "root", extensions: limited(0) })] },
    `${CHAIN}: the issuer's path length is exceeded`,
  ],
  ["an intermediate that is no authority", { intermediates: [plainCertificate({ subject: "issuing" })] }, `${CHAIN}: ${NO_AUTHORITY}`],
  ["another name", { leaf: plainCertificate({ issuer: "others" }) }, NOBODY],
  ...identifierRows(),
  ["at the first moment", { times: [100n] }, "leaf issuing root"],
  ["at the last moment", { times: [200n] }, "leaf issuing root"],
  ["before", { times: [99n] }, "certificate-not-valid-at-time: the certificate was not valid at a time that is proven"],
  [
    "after, one time of two",
    { times: [150n, 201n] },
    "certificate-not-valid-at-time: the certificate was not valid at a time that is proven",
  ],
  [
    "the issuer was over",
    { times: [150n], intermediates: [authority("issuing", "root", { notAfter: 149n })] },
    "certificate-not-valid-at-time: an issuer was not valid at a time that is proven",
  ],
  [
    "the anchor was not yet",
    { times: [150n], anchors: [authority("root", "root", { notBefore: 151n })] },
    "certificate-not-valid-at-time: an issuer was not valid at a time that is proven",
  ],
  ["a path that is not accepted", { accepts: () => false }, NOBODY],
  ["a path that is accepted", { accepts: (path) => path.length === 3 }, "leaf issuing root"],
  [
    "past a path that is not accepted",
    {
      anchors: [issuing, root],
      intermediates: [authority("issuing", "root", { fingerprint: "sha256:second" })],
      accepts: (path) => path.length === 3,
    },
    "leaf second root",
  ],
  [
    "constraints of the root hold for the intermediate's name",
    { anchors: [authority("root", "root", { extensions: [nameConstraints([[0xa4, plainCertificate({ subject: "other" }).subject]])] })] },
    `${CHAIN}: a name is outside the issuer's name constraints`,
  ],
  [
    "constraints of the intermediate hold for the leaf, and not for itself",
    { intermediates: [authority("issuing", "root", { extensions: [nameConstraints([[0xa4, leaf.subject]])] })] },
    "leaf issuing root",
  ],
  [
    "constraints for names that nobody has",
    { anchors: [authority("root", "root", { extensions: [nameConstraints([dnsName("acme.example")])] })] },
    "leaf issuing root",
  ],
];

/** X2: identifiers are compared where both are there. */
function identifierRows(): readonly (readonly [string, Asked, string])[] {
  const wanting = (extension: CertificateExtension): Asked => ({ leaf: plainCertificate({ issuer: "issuing", extensions: [extension] }) });
  const offering = (extension: CertificateExtension): Asked => ({
    intermediates: [authority("issuing", "root", { extensions: [extension] })],
  });
  return [
    ["an identifier that nobody offers", wanting(authorityKeyId(id(1))), "leaf issuing root"],
    ["an identifier that nobody wants", offering(subjectKeyId(id(1))), "leaf issuing root"],
    ["the same", { ...wanting(authorityKeyId(id(1, 2))), ...offering(subjectKeyId(id(1, 2))) }, "leaf issuing root"],
    ["another", { ...wanting(authorityKeyId(id(1, 2))), ...offering(subjectKeyId(id(1, 3))) }, NOBODY],
    ["one that cannot be read, wanted", wanting(broken("2.5.29.35")), NOBODY],
    ["one that cannot be read, offered", offering(broken("2.5.29.14")), NOBODY],
  ];
}

const paths = suite("paths");
for (const [name, asked, outcome] of rows) paths(name, () => assert.is(ask(asked), outcome));
paths("a checked link is asked for once, in order of the path", () => {
  const asked: string[] = [];
  const question = { leaf, intermediates: [issuing], anchors: [root], times: [], purpose: usages.codeSigning, maxLength: 8, maxChecks: 64 };
  findPath(question, { check: (subject, issuer) => (asked.push(`${nameOf(subject)}>${nameOf(issuer)}`), "signed") });
  assert.equal(asked, ["leaf>issuing", "issuing>root"]);
});
paths.run();

// ------------------------------------------------------------------------------------------------------------- nearness

const order: readonly Reason[] = [CHAIN, "certificate-algorithm", "certificate-not-valid-at-time", "too-many"];
const nearest = suite("the nearest failure");
for (const [i, first] of order.entries())
  for (const [j, second] of order.entries())
    nearest(`${first} and ${second}`, () => {
      const outcome = nearestFault({ reason: first, detail: "first" }, { reason: second, detail: "second" });
      assert.is(outcome.detail, j > i ? "second" : "first");
    });
nearest("a reason of no rank is as far as can be", () => {
  const unranked = { reason: "certificate-profile", detail: "x" } as const;
  assert.is(nearestFault(unranked, { reason: CHAIN, detail: "y" }).detail, "x");
  assert.is(nearestFault({ reason: "certificate-algorithm", detail: "y" }, unranked).detail, "y");
  assert.is(nearestFault(unranked, { reason: "certificate-algorithm", detail: "y" }).detail, "y");
});
nearest.run();
