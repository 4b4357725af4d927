/** Gates: which controls a stage enforces, shows or records. `language.md` §6.11. */
import type * as ast from "../../../grammar/index.ts";
import { error, type Diagnostic, type Span } from "../../diagnostics/index.ts";
import type { Gate, Mode, ModuleScope } from "../checked/index.ts";
import { didYouMean } from "../nearest.ts";
import { afterId, checkOrder } from "./after.ts";

/** A control as a gate names it: in this file, or in a module. */
export interface ListedControl {
  readonly scope: ModuleScope;
  readonly node: ast.Control;
}

export interface CheckedGates {
  /** Without the controls that `after` adds. */
  readonly gates: readonly Gate[];
  /** Every control that some gate lists, by id, and the file's own; in policy order. */
  readonly controls: ReadonlyMap<string, ListedControl>;
  readonly diagnostics: readonly Diagnostic[];
}

interface Gathering {
  readonly scope: ModuleScope;
  readonly controls: Map<string, ListedControl>;
  readonly diagnostics: Diagnostic[];
}

export function checkGates(scope: ModuleScope): CheckedGates {
  const gathering: Gathering = { scope, controls: new Map(), diagnostics: [] };
  for (const node of controlsOf(scope)) declareControl(gathering, scope, node, node.id.span);
  const gates = scope.file.items.filter((item) => item.kind === "gate");
  const checked = gates.map((gate) => checkGate(gathering, gate));
  for (const [index, gate] of gates.entries()) {
    const twin = gates.slice(0, index).find((other) => other.name.text === gate.name.text);
    if (twin)
      gathering.diagnostics.push(
        error("E2004", gate.name.span, `gate \`${gate.name.text}\` is declared twice`, {
          related: [{ span: twin.name.span, text: "here first" }],
        }),
      );
  }
  gathering.diagnostics.push(...checkOrder(gates, (name) => noSuchGate(name, gates)));
  return { gates: checked, controls: gathering.controls, diagnostics: gathering.diagnostics };
}

function controlsOf(scope: ModuleScope): readonly ast.Control[] {
  return scope.file.items.filter((item) => item.kind === "control");
}

const knownIds = new WeakMap<ModuleScope, ReadonlyMap<string, ast.Control>>();

/** Found by its id, and of several that are called so the first: a gate may list every control of a long file. */
function controlCalled(scope: ModuleScope, id: string): ast.Control | undefined {
  const known =
    knownIds.get(scope) ??
    new Map(
      controlsOf(scope)
        .toReversed()
        .map((node) => [node.id.text, node]),
    );
  knownIds.set(scope, known);
  return known.get(id);
}

/** False after it has reported that another control has this id. */
function declareControl(gathering: Gathering, scope: ModuleScope, node: ast.Control, at: Span): boolean {
  const id = node.id.text;
  const other = gathering.controls.get(id);
  if (!other) {
    gathering.controls.set(id, { scope, node });
    return true;
  }
  if (other.node === node && other.scope === scope) return true;
  const isElsewhere = other.scope !== scope;
  const message =
    other.node === node
      ? `control \`${id}\` is listed with two different settings of its module`
      : isElsewhere
        ? `two modules have a control \`${id}\``
        : `control \`${id}\` is declared twice`;
  gathering.diagnostics.push(
    error(isElsewhere ? "E6016" : "E2004", at, message, { related: [{ span: other.node.id.span, text: "the other one" }] }),
  );
  return false;
}

function checkGate(gathering: Gathering, gate: ast.Gate): Gate {
  const before = gathering.diagnostics.length;
  const listed = new Map<string, { readonly mode: Mode; readonly span: Span }>();
  let environment = gate.name.text;
  const wholesale: ast.GateList[] = [];
  for (const clause of gate.clauses) {
    if (clause.kind === "environment") environment = clause.text.value;
    else if (clause.kind === "gate-list") {
      if (clause.controls === "all") wholesale.push(clause);
      else for (const id of clause.controls) listOne(gathering, gate, clause, id, listed);
    }
  }
  checkAfterOnce(gathering, gate);
  checkRelaxed(gathering, gate);
  for (const [index, clause] of wholesale.entries()) {
    const twin = wholesale.slice(0, index).find((other) => other.from?.text === clause.from?.text);
    if (twin) listedTwice(gathering, gate, "all", clause.span, twin.span);
    else listAll(gathering, clause, listed);
  }
  const isWhole = gathering.diagnostics.length === before && gate.clauses.every((clause) => clause.kind !== "invalid");
  if (isWhole && ![...listed.values()].some((each) => each.mode === "enforce")) {
    gathering.diagnostics.push(
      error("E6010", gate.name.span, `gate \`${gate.name.text}\` enforces nothing`, {
        label: "nothing could be blocked here",
        help: ["list at least one control under `enforce`"],
      }),
    );
  }
  const order = [...gathering.controls.keys()];
  const controls = order.flatMap((id) => {
    const entry = listed.get(id);
    return entry ? [{ id, mode: entry.mode }] : [];
  });
  return {
    name: gate.name.text,
    environment,
    controls,
    after: [],
    acceptsSignedWaiversOnly: gate.clauses.some((clause) => clause.kind === "accept-signed-waivers-only"),
    refusedWaivers: gate.clauses.flatMap((clause) => (clause.kind === "refuse-waivers" ? clause.ids.map((id) => id.text) : [])),
    span: { ...gate.span, end: gate.name.span.end },
  };
}

function noSuchGate(name: ast.Name, gates: readonly ast.Gate[]): Diagnostic {
  const names = gates.map((gate) => gate.name.text);
  return error("E6013", name.span, `there is no gate called \`${name.text}\` to come after`, {
    ...didYouMean(name.text, name.span, names),
    help: [`the gates of this policy are ${names.map((each) => `\`${each}\``).join(", ")}`],
  });
}

/** Two clauses for one gate would be two controls of one name, and so would a control of the policy that is called like it. */
function checkAfterOnce(gathering: Gathering, gate: ast.Gate): void {
  const clauses = gate.clauses.filter((clause) => clause.kind === "after");
  for (const [index, clause] of clauses.entries()) {
    const twin = clauses.slice(0, index).find((other) => other.gate.text === clause.gate.text);
    if (twin) listedTwice(gathering, gate, `after ${clause.gate.text}`, clause.span, twin.span);
    const control = gathering.controls.get(afterId(clause));
    if (!control) continue;
    gathering.diagnostics.push(
      error("E2004", control.node.id.span, `\`${afterId(clause)}\` is what \`after ${clause.gate.text}\` is reported as`, {
        related: [{ span: clause.span, text: "the gate that comes after" }],
        help: ["give the control another id"],
      }),
    );
  }
}

/** `may relax` names parameters that a run could set: `E6015`. */
function checkRelaxed({ scope, diagnostics }: Gathering, gate: ast.Gate): void {
  const names = gate.clauses.flatMap((clause) => (clause.kind === "may-relax" ? clause.params : []));
  for (const { text, span } of names) {
    if (scope.poisoned.has(text)) continue;
    const parameter = scope.parameters.get(text);
    if (!parameter) {
      const known = [...scope.parameters.keys()];
      diagnostics.push(error("E6015", span, `there is no parameter \`${text}\` to relax`, didYouMean(text, span, known)));
    } else if (!parameter.bound) {
      diagnostics.push(
        error("E6015", span, `parameter \`${text}\` is fixed, so no gate can relax it`, {
          related: [{ span: parameter.span, text: "it has no bound" }],
          help: ["give the parameter a bound, such as `at most 30 days`, or take it out of `may relax`"],
        }),
      );
    }
  }
}

type Listed = Map<string, { readonly mode: Mode; readonly span: Span }>;

function listOne(gathering: Gathering, gate: ast.Gate, clause: ast.GateList, id: ast.ControlId, listed: Listed): void {
  const scope = moduleOf(gathering, clause);
  if (!scope) return;
  const node = controlCalled(scope, id.text);
  if (!node) {
    gathering.diagnostics.push(noSuchControl(gathering, scope, clause, id));
    return;
  }
  if (!declareControl(gathering, scope, node, id.span)) return;
  const twice = listed.get(id.text);
  if (twice) {
    listedTwice(gathering, gate, id.text, id.span, twice.span);
    return;
  }
  listed.set(id.text, { mode: clause.mode, span: id.span });
}

function listedTwice(gathering: Gathering, gate: ast.Gate, what: string, span: Span, first: Span): void {
  const message = `gate \`${gate.name.text}\` lists \`${what}\` twice`;
  gathering.diagnostics.push(
    error("E6011", span, message, { related: [{ span: first, text: "here first" }], help: ["keep one of the two"] }),
  );
}

function noSuchControl(gathering: Gathering, scope: ModuleScope, clause: ast.GateList, id: ast.ControlId): Diagnostic {
  const ids = controlsOf(scope).map((control) => control.id.text);
  const where = clause.from ? ` in \`${clause.from.text}\`` : "";
  const elsewhere = [...gathering.scope.uses].find(([, used]) => controlCalled(used, id.text));
  const help = elsewhere ? [`module \`${elsewhere[0]}\` has it: \`${clause.mode} ${id.text} from ${elsewhere[0]}\``] : [];
  return error("E6012", id.span, `there is no control \`${id.text}\`${where}`, { ...didYouMean(id.text, id.span, ids), help });
}

/** `all` means every control of the file or module that no other list of the gate names. */
function listAll(gathering: Gathering, clause: ast.GateList, listed: Listed): void {
  const scope = moduleOf(gathering, clause);
  for (const node of scope ? controlsOf(scope) : []) {
    const isOwn = scope !== undefined && declareControl(gathering, scope, node, clause.span);
    if (isOwn && !listed.has(node.id.text)) listed.set(node.id.text, { mode: clause.mode, span: clause.span });
  }
}

function moduleOf(gathering: Gathering, clause: ast.GateList): ModuleScope | undefined {
  const { from } = clause;
  if (!from) return gathering.scope;
  const found = gathering.scope.uses.get(from.text);
  if (!found && !gathering.scope.poisoned.has(from.text)) {
    gathering.diagnostics.push(
      error(
        "E2003",
        from.span,
        `there is no module called \`${from.text}\``,
        didYouMean(from.text, from.span, gathering.scope.uses.keys()),
      ),
    );
  }
  return found;
}
