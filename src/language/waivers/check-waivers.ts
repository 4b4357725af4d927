/** `waive` blocks of the main file: whether each could ever be applied. What depends on the day and the image, a run says. `language.md` §6.10. */
import type * as ast from "../../../grammar/index.ts";
import type { People } from "../../base/index.ts";
import { error, type Diagnostic } from "../../diagnostics/index.ts";
import type { Control, WaiveBlock, Waivable } from "../checked/index.ts";
import { didYouMean } from "../nearest.ts";
import { approvalOf, type ApproverPort } from "./approval.ts";
import { missingClauses, readClauses, type WaiverClauses } from "./clauses.ts";
import { targetOf } from "./target.ts";

export interface WaiverInput {
  readonly waivers: readonly ast.Waive[];
  /** Ids of every control of the policy, those that did not check too. */
  readonly ids: ReadonlySet<string>;
  readonly controls: ReadonlyMap<string, Control>;
  readonly people: People;
  readonly admitsName: ApproverPort;
}

export interface CheckedWaivers {
  readonly waivers: readonly WaiveBlock[];
  readonly diagnostics: readonly Diagnostic[];
}

export function checkWaivers(input: WaiverInput): CheckedWaivers {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): undefined => void diagnostics.push(diagnostic);
  const first = new Map<string, ast.Waive>();
  const waivers = input.waivers.flatMap((node) => {
    const twin = first.get(node.id.text);
    if (twin) report(usedTwice(node, twin));
    else first.set(node.id.text, node);
    return checkOne(input, node, report) ?? [];
  });
  return { waivers, diagnostics };
}

type Report = (diagnostic: Diagnostic) => undefined;

function usedTwice({ id }: ast.Waive, twin: ast.Waive): Diagnostic {
  return error("E6009", id.span, `there are two waivers called \`${id.text}\``, {
    related: [{ span: twin.id.span, text: "the first one" }],
    notes: ["reports, refusals and renewals name a waiver by its id"],
    help: ["give one of them another id"],
  });
}

/** One mistake, one diagnostic: what follows from an unknown control or a missing clause is not said as well. */
function checkOne(input: WaiverInput, node: ast.Waive, report: Report): WaiveBlock | undefined {
  const clauses = readClauses(node, report);
  if (!input.ids.has(node.control.text)) return report(noSuchControl(input, node));
  const control = input.controls.get(node.control.text);
  if (!control) return undefined;
  const { waivable } = control;
  if (!waivable) return report(notWaivable(node, control));
  const target = node.target && targetOf(node.target, control, report);
  const missing = missingClauses(node, clauses);
  if (missing) return report(missing);
  if (!clauses.isWhole || (node.target && !target)) return undefined;
  return finish(input, node, { control, waivable, target }, clauses, report);
}

interface About {
  readonly control: Control;
  readonly waivable: Waivable;
  readonly target?: WaiveBlock["target"];
}

function finish(input: WaiverInput, node: ast.Waive, about: About, clauses: WaiverClauses, report: Report): WaiveBlock | undefined {
  const { control, waivable, target } = about;
  const approval = approvalOf(input, waivable, clauses, report);
  if (clauses.scope && !isScopeAllowed(node, waivable, clauses, report)) return undefined;
  const { reason, ticket, requestedBy, scope } = clauses;
  if (!approval || reason === undefined || ticket === undefined || !requestedBy || !scope) return undefined;
  return {
    id: node.id.text,
    control: control.id,
    target,
    reason,
    ticket,
    requestedBy: requestedBy.identity,
    ...approval,
    scope: scope.value,
    compensating: clauses.compensating,
    replaces: clauses.replaces?.text,
    span: { ...node.span, end: node.id.span.end },
  };
}

function isScopeAllowed(node: ast.Waive, waivable: Waivable, { scope }: WaiverClauses, report: Report): boolean {
  if (scope?.value.kind !== "repository" || waivable.scope === "repository") return true;
  report(
    error(
      "E6007",
      scope.span,
      `\`${node.id.text}\` would cover a whole repository, and \`${node.control.text}\` is waivable for single images`,
      {
        related: [{ span: waivable.span, text: "`scope repository` is not said here" }],
        help: ['name the image: `subject is "sha256:…"`', "or let whoever owns the control allow `scope repository`"],
      },
    ),
  );
  return false;
}

function noSuchControl({ ids }: WaiverInput, { control }: ast.Waive): Diagnostic {
  return error("E6001", control.span, `there is no control \`${control.text}\` to waive`, didYouMean(control.text, control.span, [...ids]));
}

function notWaivable({ control: written }: ast.Waive, control: Control): Diagnostic {
  return error("E6002", written.span, `control \`${control.id}\` cannot be waived`, {
    related: [{ span: control.span, text: "it does not say `waivable`" }],
    notes: ["only the control itself can say who may accept that it does not hold, and for how long"],
    help: ["add `waivable up to 30 days by …` to the control, or take the waiver out"],
  });
}
