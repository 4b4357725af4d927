/** Asks the compiler itself what is offered for which type: a small policy for each question. */
import { encodeUtf8, ok } from "../../src/base/index.ts";
import { compile } from "../../src/language/index.ts";

/** The codes that the compiler gives; none where the condition is allowed. `x`, `y` and `maybe` are fields of the type, `i`, `c`, `d` and `t` of those that have sums. */
export function codesOf(type: string, condition: string): readonly string[] {
  const file = encodeUtf8(policyOf(type, condition));
  const { diagnostics } = compile({
    mainPath: "probe.policy",
    ports: {
      readFile: (path) => ({ "probe.policy": file, "keys/a.pub": encodeUtf8("a key") })[path],
      standardModule: () => undefined,
      loadKeys: (bytes) => ok([{ fingerprint: "sha256:00", spki: bytes }]),
      loadCertificates: () => ok([]),
      loadTrustedRoot: () => ok({ digest: "sha256:00" }),
      sha256: () => "sha256:00",
      hasSigstoreInstance: () => false,
      admitsName: () => false,
    },
    settings: { parameters: [] },
    viaRules: new Set(),
    claimNames: new Set(),
  });
  return diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
}

export function isOffered(type: string, condition: string): boolean {
  return codesOf(type, condition).length === 0;
}

function policyOf(type: string, condition: string): string {
  return `policy probe version 1
trust root {
  key "keys/a.pub"
  timestamped yes
}
enum plain = one of red, green
enum level = ordered low < high
record thing key name {
  name: String
}
predicate seen "https://acme.example/seen/v1" {
  x: ${type}
  y: ${type}
  maybe: optional ${type}
  i: Int
  c: Decimal
  d: Duration
  t: Timestamp
  licences: Set of Licence
}
control C-01 "A probe" {
  evidence e: seen signed by root
  require ${condition}
    else "no"
}
`;
}
