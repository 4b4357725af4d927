/** Small policies that the tests of this folder vary: one line of a control is what each test is about. */
import { compilePolicy, said, type PolicyFolder } from "../../support/compile-policy.ts";

const HEAD = `policy main version 1
use vuln from "std/vuln@1"
use slsa from "std/slsa@1"
use sbom from "std/sbom@1"
param least: Int = 1, at least 1
param none-needed: Int = 0, at least 0
param window: Duration = 7 days, at most 30 days
param no-window: Duration = 0 days, at most 30 days
param trusted: Set of Uri = { "https://builders.example/one" }, fewer is stricter
param licences: Set of Licence = { "MIT" }, fewer is stricter
param colour: shade = dark, at most dark
enum shade = ordered light < dark
enum other-shade = ordered light < dark
record reviewer key name {
  name: String
  mail: optional Identity
  level: one of junior, senior
}
predicate approval "https://acme.example/approval/v1" {
  decision: one of approved, rejected
  decidedOn: Timestamp
  seenOn: optional Timestamp
  environment: String
  count: Int
  score: Decimal
  ratio: optional Decimal
  final: Bool
  home: Uri
  page: optional Uri
  image: Repository
  artifact: Digest
  branch: GitRef
  release: SemVer
  terms: Licence
  author: Identity
  shade: shade
  tone: other-shade
  notes: List of String
  tags: Set of String
  aliases: optional Set of String
  authors: Set of Identity as author
  comment: optional String as secret
  passwords: List of String as secret
  reviewers: List of reviewer
  lead: optional reviewer
  wait: Duration
}
trust scanner {
  key "keys/scanner.pub"
  logged yes
}
trust managers {
  key "keys/manager.pub" held by "alice@acme.example"
  timestamped yes
}
trust bare {
  key "keys/bare.pub"
}
`;

/** A gate that enforces `C-1`, so that only the control is at fault. */
const TAIL = `
gate prod {
  enforce C-1
}
`;

const EVIDENCE = `  evidence scan: vuln.report signed by scanner
  evidence it: approval signed by managers
  evidence grants: all approval signed by managers
  evidence extras: optional all approval signed by managers
  evidence build: any slsa.provenance signed by scanner
`;

/** `body` is whatever stands in the control behind its evidence. */
export function withBody(body: string): string {
  return `${HEAD}control C-1 "A control" {\n${EVIDENCE}${body}\n}\n${TAIL}`;
}

/** A control with exactly these clauses. */
export function withClauses(clauses: string): string {
  return `${HEAD}control C-1 "A control" {\n${clauses}\n}\n${TAIL}`;
}

/** A file with exactly these blocks behind its declarations. */
export function withBlocks(blocks: string): string {
  return `${HEAD}${blocks}\n`;
}

export function requirement(condition: string): string {
  return withBody(`  require ${condition}\n    else "no"`);
}

export function saidOf(source: string, folder?: PolicyFolder): readonly string[] {
  return said(compilePolicy(source, folder));
}

/** What is said of one requirement that is this condition. */
export function saidOfCondition(condition: string): readonly string[] {
  return saidOf(requirement(condition));
}
