/** Examples of pages as whole policies: what they leave out stands here, as readers would fill it in. */

const BLOCKS: Readonly<Record<string, string>> = {
  vuln: `use vuln from "std/vuln@1"`,
  slsa: `use slsa from "std/slsa@1"`,
  sbom: `use sbom from "std/sbom@1"`,
  "max-scan-age": "param max-scan-age: Duration = 7 days, at most 30 days",
  scanner: `trust scanner {\n  key "keys/scanner.pub"\n  logged yes\n}`,
  "release-managers": `trust release-managers {\n  key "keys/rm.pub" held by "alice@acme.example"\n  timestamped yes\n}`,
  "release-workflow": `trust release-workflow {\n  key "keys/release.pub"\n  logged yes\n}`,
  approval: `predicate approval "https://acme.example/attestation/approval/v1" {\n  decision: one of approved, rejected\n  environment: String\n}`,
};

const EVIDENCE: Readonly<Record<string, string>> = {
  scan: "evidence scan: vuln.report signed by scanner",
  bom: "evidence bom: sbom.document signed by release-workflow",
  approvals: "evidence approvals: all approval signed by release-managers",
};

/** An example as a whole policy: a body gets its control, and a name that it uses and does not declare its declaration. */
export function wholeExample(example: string): string {
  if (example.startsWith("policy ")) return example;
  const isBody = /^(?:require|define|evidence) /u.test(example);
  const blocks = isBody ? `control C-01 "A control" {\n${missing(example, EVIDENCE)}\n${example}}\n` : example;
  return `policy page version 1\n${missing(blocks, BLOCKS)}\n${blocks}`;
}

function missing(text: string, declarations: Readonly<Record<string, string>>): string {
  const lines = Object.entries(declarations).filter(
    ([name, line]) => uses(text, name) && !text.includes(line.split(/[ "{:]/u, 2).join(" ")),
  );
  return lines.map(([, line]) => line).join("\n");
}

function uses(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w-])${name}(?![\\w-])`, "u").test(text);
}
