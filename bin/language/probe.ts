/** Asks the compiler itself what is offered for which type: a small policy for each question. */
import { encodeUtf8, ok } from "../../src/base/index.ts";
import { compile, type LoadedKey } from "../../src/language/index.ts";

/** `x`, `y` and `maybe` are fields of the type, `i`, `c`, `d` and `t` of those that have sums. */
export function isOffered(type: string, condition: string): boolean {
  const { diagnostics } = compile({
    mainPath: "probe.policy",
    ports: portsOver({ "probe.policy": policyOf(type, condition), "keys/a.pub": "a key" }),
    settings: { parameters: [] },
    viaRules: new Set(),
    claimNames: new Set(),
  });
  return !diagnostics.some(({ severity }) => severity === "error");
}

function portsOver(files: Readonly<Record<string, string>>) {
  const textOf = (path: string): string | undefined => files[path];
  return {
    readFile: (path: string) => {
      const text = textOf(path);
      return text === undefined ? undefined : encodeUtf8(text);
    },
    hasFile: (path: string) => textOf(path) !== undefined,
    standardModule: () => undefined,
    loadKeys: (bytes: Uint8Array) => ok<readonly LoadedKey[]>([{ fingerprint: "sha256:00", spki: bytes }]),
    loadCertificates: () => ok([]),
    loadTrustedRoot: () => ok({ digest: "sha256:00" }),
    sha256: () => "sha256:00",
    hasSigstoreInstance: () => false,
    admitsName: () => false,
  };
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
