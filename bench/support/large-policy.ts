/** A policy of many controls that use what controls use: imports, parameters, defines, branches, waivers, gates that list each of them, tests. Twenty lines a control. */

const HEAD = `policy estate version 1
  description "Every control of a large organisation"

use slsa from "std/slsa@1"
use vuln from "std/vuln@1"

param max-scan-age: Duration = 7 days, at most 30 days
param trusted-builders: Set of Uri = { "https://builders.acme.example/one" }, fewer is stricter

trust scanner {
  key "keys/scanner.pub"
  logged yes
}

trust builder {
  key "keys/builder.pub"
  logged yes
}

trust officers {
  key "keys/alice.pub" held by "alice@acme.example"
}
`;

const scanned = (id: string, number: number): string => `control ${id} "Scanned, by the rules of team ${number}" {
  severity high
  statement "What team ${number} promises for every image that it ships."
  owner "team-${number}@acme.example"
  maps to nist-800-53 "RA-5"
  waivable up to 30 days by officers

  evidence scan: vuln.report signed by scanner
    fresh within params.max-scan-age of finishedOn
    pick latest by finishedOn
  define dated = scan has database.updatedOn and scan.database.updatedOn within 24 hours before scan.finishedOn

  require no-criticals: no finding f in scan.findings where (f.severity otherwise critical) is at least critical
    else "{f.id} is critical, says team ${number}"
    fix "upgrade to {f.fixedVersion otherwise "a release without it"}"
  require fresh-database: dated
    else "the database of team ${number} was not fresh"
}

`;

const built = (id: string, number: number): string => `control ${id} "Built, by the rules of team ${number}" {
  severity critical
  statement "What team ${number} promises for every image that it ships."
  owner "team-${number}@acme.example"
  maps to nist-800-53 "RA-5"

  either "here" {
    evidence build: any slsa.provenance signed by builder
    require builder: build.builder is one of params.trusted-builders
      else "built by {build.builder}"
    require source: build.source.repository under "https://github.com/acme/team-${number}"
      else "built from {build.source.repository}"
  } or "elsewhere" {
    evidence foreign: any slsa.provenance signed by builder or officers
    require known: foreign.builder matches glob "https://builders.example/${number}/**"
      else "built by {foreign.builder}"
  }
}

`;

const waived = (id: string, number: number): string => `waive ${id} for finding "CVE-2026-${number}" as W-${number} {
  reason "Not reachable"
  ticket "https://issues.acme.example/${number}"
  requested by "carol@acme.example"
  approved by "alice@acme.example" on 2026-01-05
  expires 2026-02-03
  subject is "sha256:${"0a".repeat(32)}"
}

`;

const tested = (id: string, number: number): string => `test "nothing is no scan, says team ${number}" for ${id} {
  at 2026-01-10T00:00:00Z
  given nothing
  expect missing scan
}

`;

/** `controls` of them, half of either kind; every tenth has a waiver, every fifth a test. */
export function largePolicy(controls: number): string {
  const ids = Array.from({ length: controls }, (_, index) => `C-${index}`);
  const blocks = ids.map((id, index) => (index % 2 === 0 ? scanned(id, index) : built(id, index)));
  const waivers = ids.flatMap((id, index) => (index % 10 === 0 ? [waived(id, index)] : []));
  const tests = ids.flatMap((id, index) => (index % 10 === 2 ? [tested(id, index)] : []));
  const [first = "C-0", ...others] = ids;
  const gates = `gate dev {\n  enforce ${first}\n  warn ${others.join(", ")}\n}\n\ngate prod {\n  enforce all\n  accept signed waivers only\n}\n\n`;
  return `${HEAD}\n${blocks.join("")}${waivers.join("")}${gates}${tests.join("")}`;
}
