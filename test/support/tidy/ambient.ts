import ts from "typescript";
import { lineOf, nodesOf, type ProjectFile } from "./files.ts";

/** Globals through which the machine, the time or chance gets in. */
const globals = new Set([
  ...["process", "console", "globalThis", "global", "fetch", "WebSocket", "performance", "crypto", "navigator", "require", "Intl"],
  ...["setTimeout", "setInterval", "setImmediate", "eval", "Function"],
]);

/** Members that read the clock, chance or the locale of the machine. */
const members = /^(?:Date\.now|Math\.random)$|\.(?:localeCompare|toLocale\w+)$/u;

/** Uses of the clock, chance, locale, network, process or console: same bytes in must be same bytes out. */
export function ambientUses(file: ProjectFile): readonly string[] {
  const declared = new Set([...nodesOf(file)].flatMap(declaredName));
  return [...nodesOf(file)].filter((node) => isAmbient(node, declared)).map((node) => `${lineOf(file, node)}: ${node.getText()}`);
}

function isAmbient(node: ts.Node, declared: ReadonlySet<string>): boolean {
  if (ts.isIdentifier(node)) return globals.has(node.text) && !declared.has(node.text) && isValue(node);
  if (ts.isPropertyAccessExpression(node)) return members.test(node.getText());
  return ts.isNewExpression(node) && node.expression.getText() === "Date" && (node.arguments ?? []).length === 0;
}

/** Not a property's or member's name, nor inside a type. */
function isValue(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isTypeNode(parent) || ts.isTypeElement(parent) || ts.isQualifiedName(parent)) return false;
  if (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent)) return parent.name !== node;
  return !ts.isImportSpecifier(parent) && !ts.isExportSpecifier(parent);
}

function declaredName(node: ts.Node): readonly string[] {
  const isDeclaration =
    ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node) || ts.isFunctionDeclaration(node);
  return isDeclaration && node.name !== undefined && ts.isIdentifier(node.name) ? [node.name.text] : [];
}
