/** A certificate for a local server of a test. */
import "reflect-metadata";
import { PemConverter, SubjectAlternativeNameExtension, X509CertificateGenerator, type JsonGeneralName } from "@peculiar/x509";

export interface TlsCertificate {
  readonly key: string;
  readonly cert: string;
}

const DAY_MS = 24 * 3600 * 1000;

/** Self-signed, for one name, valid until so many days from now. */
export async function tlsCertificate(name: JsonGeneralName, days: number): Promise<TlsCertificate> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const made = await X509CertificateGenerator.createSelfSigned({
    name: "CN=test",
    notBefore: new Date(Date.now() - 30 * DAY_MS),
    notAfter: new Date(Date.now() + days * DAY_MS),
    keys,
    signingAlgorithm: algorithm,
    extensions: [new SubjectAlternativeNameExtension([name])],
  });
  const key = PemConverter.encode(await crypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY");
  return { key, cert: made.toString("pem") };
}
