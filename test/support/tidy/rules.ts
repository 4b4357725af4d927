import ts from "typescript";
import { ambientUses } from "./ambient.ts";
import { lineOf, nodesOf, type ProjectFile } from "./files.ts";

/** A house rule: the files it looks at, and the places of one file that break it, as `line: what`. */
export interface Rule {
  readonly name: string;
  readonly appliesTo: RegExp;
  readonly check: (file: ProjectFile) => readonly string[];
}

export const maxFunctionLines = 60;
export const maxFileLines = 400;

const code = /^(?:src|grammar|bin|bench)\/.*\.ts$/u;
const product = /^(?:src|grammar)\/.*\.ts$/u;
const allCode = /^(?:src|grammar|bin|bench|test)\/(?!support\/(?:(?:layer|runner)-fixtures|tidy)\/|tidy\.test).*(?<!\.d)\.ts$/u;
const tests = /^test\/(?!support\/(?:(?:layer|runner)-fixtures|tidy)\/|tidy\.test).*\.test\.ts$/u;
/** Everything but this folder, whose patterns and samples name what they forbid. */
const allText = /^(?!test\/support\/tidy\/|test\/tidy\.test\.ts$)/u;

export const rules: readonly Rule[] = [
  { name: "function-length", appliesTo: code, check: longFunctions },
  { name: "file-length", appliesTo: product, check: longFile },
  { name: "file-name", appliesTo: allCode, check: badName },
  { name: "only", appliesTo: tests, check: (file) => matches(file, /\.only\s*\(/gu) },
  { name: "suite-run", appliesTo: tests, check: suitesWithoutRun },
  { name: "open-end", appliesTo: allText, check: (file) => matches(file, /\b(?:TODO|FIXME|XXX|HACK)\b/gu) },
  { name: "machine-path", appliesTo: allText, check: (file) => matches(file, /(?<![\w.~])\/(?:work|root|Users)\/\w[^\s"'`)]*/gu) },
  { name: "any", appliesTo: allCode, check: (file) => kindsOf(file, ts.SyntaxKind.AnyKeyword, "`any`") },
  { name: "ts-comment", appliesTo: allCode, check: (file) => matches(file, /@ts-(?:ignore|nocheck)|@ts-expect-error(?! \w)/gu) },
  { name: "default-export", appliesTo: allCode, check: defaultExports },
  { name: "boolean-argument", appliesTo: product, check: booleanArguments },
  { name: "ambient", appliesTo: /^(?:src\/(?!platform\/|cli\/|lsp\/|server\/|fleet\/)|grammar\/).*\.ts$/u, check: ambientUses },
];

function longFunctions(file: ProjectFile): readonly string[] {
  return [...nodesOf(file)].filter(ts.isFunctionLike).flatMap((node) => {
    const lines = lineAt(file, node.getEnd()) - lineOf(file, node) + 1;
    return lines > maxFunctionLines ? [`${lineOf(file, node)}: a function of ${lines} lines (at most ${maxFunctionLines})`] : [];
  });
}

function longFile(file: ProjectFile): readonly string[] {
  const lines = file.text.trimEnd().split("\n").length;
  return lines > maxFileLines ? [`1: ${lines} lines (at most ${maxFileLines})`] : [];
}

function badName(file: ProjectFile): readonly string[] {
  const name = file.path.split("/").at(-1) ?? "";
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|bench|fuzz))?\.ts$/u.test(name)) return ["1: the file name is not kebab-case"];
  return /^(?:utils?|helpers?|common|types?|misc|shared|stuff)\./u.test(name)
    ? ["1: the file name says nothing; use the field's own word"]
    : [];
}

/** uvu does not run a suite without `.run()`. */
function suitesWithoutRun(file: ProjectFile): readonly string[] {
  const made = (file.text.match(/(?<![.\w])suite(?:<[^(]*>)?\(/gu) ?? []).length;
  const run = (file.text.match(/\.run\(\)/gu) ?? []).length;
  return made > run ? [`1: ${made} suites and ${run} calls of .run()`] : [];
}

function defaultExports(file: ProjectFile): readonly string[] {
  return [...nodesOf(file)]
    .filter((node) => ts.isExportAssignment(node) || (ts.canHaveModifiers(node) && hasDefault(node)))
    .map((node) => `${lineOf(file, node)}: a default export`);
}

function hasDefault(node: ts.HasModifiers): boolean {
  return ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false;
}

/** A call `f(x, true)` does not say what it means. A single argument, and the value that `.set` stores, are data. */
function booleanArguments(file: ProjectFile): readonly string[] {
  return [...nodesOf(file)]
    .filter((node) => ts.isCallExpression(node) && node.arguments.length > 1 && !/\.set$/u.test(node.expression.getText()))
    .filter((node) => (node as ts.CallExpression).arguments.some(({ kind }) => isBooleanLiteral(kind)))
    .map((node) => `${lineOf(file, node)}: ${node.getText().slice(0, 80)}`);
}

function isBooleanLiteral(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.TrueKeyword || kind === ts.SyntaxKind.FalseKeyword;
}

function kindsOf(file: ProjectFile, kind: ts.SyntaxKind, what: string): readonly string[] {
  return [...nodesOf(file)].filter((node) => node.kind === kind).map((node) => `${lineOf(file, node)}: ${what}`);
}

function matches(file: ProjectFile, pattern: RegExp): readonly string[] {
  return [...file.text.matchAll(pattern)].map((match) => `${file.text.slice(0, match.index).split("\n").length}: ${match[0]}`);
}

function lineAt(file: ProjectFile, position: number): number {
  return (file.tree?.getLineAndCharacterOfPosition(position).line ?? 0) + 1;
}
