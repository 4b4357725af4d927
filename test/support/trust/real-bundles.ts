/** Every bundle of the real data with the root, keys and artifact that it is judged by. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { publicGoodRootBytes } from "../../../src/trust/index.ts";
import { realdata, realdataPath } from "../realdata.ts";

export interface RealBundle {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly root: Uint8Array;
  /** DER or PEM, by the hint that a bundle names it with; `*` answers to every hint. */
  readonly keys: readonly RealKey[];
  /** Of a message signature. */
  readonly artifact?: Uint8Array;
}

export interface RealKey {
  readonly hint: string;
  readonly key: Uint8Array;
}

/** Empty where the real data is not there. */
export function realBundles(): readonly RealBundle[] {
  return realdata === undefined ? [] : [...conformance(), ...producers(), ...npmAnswers(), ...timestamped()];
}

const suite = ["conformance", "bundle-verify"];

function conformance(): readonly RealBundle[] {
  const part = (name: string, file: string): Uint8Array | undefined => {
    const path = realdataPath(...suite, name, file);
    return existsSync(path) ? readFileSync(path) : undefined;
  };
  return readdirSync(realdataPath(...suite)).flatMap((name) => {
    const bytes = part(name, "bundle.sigstore.json");
    if (bytes === undefined) return [];
    const key = part(name, "key.pub");
    return {
      name: `conformance/${name}`,
      bytes,
      root: part(name, "trusted_root.json") ?? publicGoodRootBytes(),
      keys: key === undefined ? [] : [{ hint: "*", key }],
      artifact: part(name, "artifact") ?? readFileSync(realdataPath(...suite, "a.txt")),
    };
  });
}

/** One bundle a line, or one a file. */
function lines(...path: readonly string[]): readonly RealBundle[] {
  const text = readFileSync(realdataPath(...path), "utf8");
  const parts = path.at(-1)?.endsWith(".jsonl") === true ? text.split("\n").filter((line) => line !== "") : [text];
  return parts.map((part, index) => ({
    name: parts.length === 1 ? path.join("/") : `${path.join("/")} line ${index + 1}`,
    bytes: Buffer.from(part),
    root: publicGoodRootBytes(),
    keys: [],
  }));
}

function producers(): readonly RealBundle[] {
  const wrangle = ["good-default-signed.bundle.jsonl", "container-provenance.intoto.jsonl", "container-vsa.intoto.jsonl"];
  const github = readdirSync(realdataPath("github-cli")).filter((name) => /bundle.*\.jsonl?$|sigstore\.json$/u.test(name));
  const internal = lines("github-cli", "github_provenance_demo-0.0.12-py3-none-any-bundle.jsonl").map((bundle) => ({
    ...bundle,
    name: "github-internal",
    root: readFileSync(realdataPath("trust", "github-internal.trusted_root.json")),
  }));
  return [
    ...readdirSync(realdataPath("evidence", "sigstore-js")).flatMap((name) => lines("evidence", "sigstore-js", name)),
    ...wrangle.flatMap((name) => lines("evidence", "wrangle", name)),
    ...github.flatMap((name) => lines("github-cli", name)),
    ...internal,
  ];
}

interface NpmKey {
  readonly keyId: string;
  readonly keyUsage: string;
  readonly publicKey: { readonly rawBytes: string };
}

function npmAnswers(): readonly RealBundle[] {
  const file = JSON.parse(readFileSync(realdataPath("trust", "npm-registry-keys.json"), "utf8")) as { keys: readonly NpmKey[] };
  const keys = file.keys
    .filter(({ keyUsage }) => keyUsage === "npm:attestations")
    .map(({ keyId, publicKey }) => ({ hint: keyId, key: Buffer.from(publicKey.rawBytes, "base64") }));
  return readdirSync(realdataPath("npm"))
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      const answer = JSON.parse(readFileSync(realdataPath("npm", name), "utf8")) as { attestations: readonly { bundle: unknown }[] };
      return answer.attestations.map(({ bundle }, index) => ({
        name: `npm/${name} ${index + 1}`,
        bytes: Buffer.from(JSON.stringify(bundle)),
        root: publicGoodRootBytes(),
        keys,
      }));
    });
}

function timestamped(): readonly RealBundle[] {
  const read = (name: string): Buffer => readFileSync(realdataPath("tsa", "sigstore-python", name));
  const config = JSON.parse(read("trust_config.json").toString()) as { trustedRoot: { timestampAuthorities: unknown[] } };
  const authorities = [...config.trustedRoot.timestampAuthorities, JSON.parse(read("ca.json").toString()) as unknown];
  const root = Buffer.from(JSON.stringify({ ...config.trustedRoot, timestampAuthorities: authorities }));
  return readdirSync(realdataPath("tsa", "sigstore-python"))
    .filter((name) => name.endsWith(".sigstore"))
    .map((name) => ({ name: `tsa/${name}`, bytes: read(name), root, keys: [], artifact: read("bundle.txt") }));
}
