// A software bill of materials as large as those of whole distributions, in a statement, signed by one P-256 key.
import { createHash, createSign, generateKeyPairSync } from "node:crypto";

const type = "application/vnd.in-toto+json";
const root = "SPDXRef-DOCUMENT";

export interface SignedSbom {
  readonly envelope: string;
  readonly publicKey: string;
}

/** `sizeBytes`: of the statement; the envelope is a third longer. */
export function signedSbom(sizeBytes: number): SignedSbom {
  const packages: unknown[] = [];
  const relationships: unknown[] = [];
  for (let size = 0, index = 0; size < sizeBytes; index++) {
    const made = onePackage(index);
    const relationship = { spdxElementId: root, relationshipType: "DESCRIBES", relatedSpdxElement: made.SPDXID };
    packages.push(made);
    relationships.push(relationship);
    size += JSON.stringify(made).length + JSON.stringify(relationship).length + 2;
  }
  const predicate = { spdxVersion: "SPDX-2.3", SPDXID: root, packages, relationships };
  return signStatement("https://spdx.dev/Document/v2.3", predicate);
}

function onePackage(index: number): { readonly SPDXID: string } {
  return {
    SPDXID: `SPDXRef-Package-${index}`,
    name: `package-${index % 977}`,
    versionInfo: `${index % 13}.${index % 101}.${index % 7}`,
    supplier: "Organization: Example Ltd.",
    downloadLocation: `https://registry.example/package-${index}/-/package-${index}.tgz`,
    filesAnalyzed: false,
    licenseConcluded: "NOASSERTION",
    licenseDeclared: index % 3 === 0 ? "Apache-2.0" : "MIT",
    copyrightText: "NOASSERTION",
    checksums: [{ algorithm: "SHA256", checksumValue: createHash("sha256").update(String(index)).digest("hex") }],
    externalRefs: [
      { referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: `pkg:npm/package-${index}@1.0.${index}` },
    ],
  } as { readonly SPDXID: string };
}

export function signStatement(predicateType: string, predicate: unknown): SignedSbom {
  const subject = [{ name: "image", digest: { sha256: "a".repeat(64) } }];
  const payload = Buffer.from(JSON.stringify({ _type: "https://in-toto.io/Statement/v1", subject, predicateType, predicate }));
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const sig = createSign("sha256").update(`DSSEv1 ${type.length} ${type} ${payload.length} `).update(payload).sign(privateKey);
  const envelope = { payloadType: type, payload: payload.toString("base64"), signatures: [{ sig: sig.toString("base64") }] };
  return { envelope: JSON.stringify(envelope), publicKey: publicKey.export({ format: "pem", type: "spki" }).toString() };
}
