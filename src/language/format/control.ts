/** Controls: their clauses in the order of the catalogue, then the body in its own. */
import type { BodyItem, Branch, Control, ControlClause, Either, Evidence, EvidenceClause, Requirement } from "../../../grammar/index.ts";
import { hard, nest, type Doc } from "./doc.ts";
import { expression, template } from "./expressions.ts";
import { block, firstOf, lastOf, listing, openingBrace, rangeIn, run, tokenDoc, type Item, type Printer } from "./printer.ts";

const clauseOrder: Readonly<Record<string, number>> = {
  statement: 0,
  severity: 1,
  owner: 2,
  "maps-to": 3,
  "effective-from": 4,
  "enforce-from": 5,
  until: 6,
  "applies-at-stage": 7,
  "applies-when": 7,
  "for-every-platform": 8,
  waivable: 9,
};
const bodyOrder = 10;

function rankOf(clause: ControlClause): number {
  return clauseOrder[clause.kind === "date-clause" ? clause.word : clause.kind] ?? bodyOrder;
}

export function control(printer: Printer, { span, clauses }: Control): Doc {
  const [first, last] = rangeIn(printer, span);
  const open = openingBrace(printer, first);
  const ordered = clauses.toSorted((a, b) => rankOf(a) - rankOf(b));
  const items = ordered.map((clause) => itemOf(printer, clause));
  return block(printer, listing(printer, [first, open - 1]), [open, last], items);
}

function itemOf(printer: Printer, clause: ControlClause): Item {
  return { first: firstOf(printer, clause.span), doc: clauseDoc(printer, clause) };
}

function clauseDoc(printer: Printer, clause: ControlClause): Doc {
  switch (clause.kind) {
    case "applies-when":
      return [
        run(printer, firstOf(printer, clause.span), firstOf(printer, clause.condition.span) - 1),
        " ",
        nest(4, expression(printer, clause.condition)),
      ];
    case "evidence":
      return evidence(printer, clause);
    case "define":
      return [
        run(printer, firstOf(printer, clause.span), firstOf(printer, clause.value.span) - 1),
        " ",
        nest(4, expression(printer, clause.value, "definition")),
      ];
    case "require":
      return requirement(printer, clause);
    case "either":
      return either(printer, clause);
    default:
      return listing(printer, rangeIn(printer, clause.span));
  }
}

function requirement(printer: Printer, { span, condition, otherwise, fix, graceUntil }: Requirement): Doc {
  const docs: Doc[] = [
    run(printer, firstOf(printer, span), firstOf(printer, condition.span) - 1),
    " ",
    nest(4, expression(printer, condition)),
  ];
  for (const message of [otherwise, fix]) {
    if (message) docs.push(nest(2, [hard, tokenDoc(printer, firstOf(printer, message.span) - 1), " ", template(printer, message)]));
  }
  if (graceUntil) docs.push(nest(2, [hard, run(printer, firstOf(printer, graceUntil.span) - 2, lastOf(printer, graceUntil.span))]));
  return docs;
}

const evidenceOrder: Readonly<Record<EvidenceClause["kind"], number>> = {
  about: 0,
  where: 1,
  "listed-in": 2,
  fresh: 3,
  pick: 4,
  invalid: 5,
};

function evidence(printer: Printer, { span, clauses }: Evidence): Doc {
  const [first, last] = rangeIn(printer, span);
  const [start] = clauses;
  const head = listing(printer, [first, start ? firstOf(printer, start.span) - 1 : last], 4);
  const ordered = clauses.toSorted((a, b) => evidenceOrder[a.kind] - evidenceOrder[b.kind]);
  return [head, ...ordered.map((clause) => nest(2, [hard, evidenceClause(printer, clause)]))];
}

function evidenceClause(printer: Printer, clause: EvidenceClause): Doc {
  if (clause.kind !== "where") return listing(printer, rangeIn(printer, clause.span));
  return [tokenDoc(printer, firstOf(printer, clause.span)), " ", nest(2, expression(printer, clause.condition))];
}

function either(printer: Printer, { branches }: Either): Doc {
  return branches.map((branch, index) => [index === 0 ? "" : " ", branchDoc(printer, branch)]);
}

function branchDoc(printer: Printer, { label, items, span }: Branch): Doc {
  const at = firstOf(printer, label.span);
  const bodyItems = items.map((item: BodyItem) => itemOf(printer, item));
  return block(printer, run(printer, at - 1, at), [at + 1, lastOf(printer, span)], bodyItems);
}
