/** Who approved a `waive` block, when, and for how long. `language.md` §6.10. */
import { parseIdentity, showDuration, type Identity, type People } from "../../base/index.ts";
import { error, type Diagnostic } from "../../diagnostics/index.ts";
import type { TrustRoot, Waivable, WaiveBlock } from "../checked/index.ts";
import type { WaiverClauses } from "./clauses.ts";

export type ApproverPort = (root: TrustRoot, name: string, at: bigint) => boolean;

export interface ApprovalInput {
  readonly people: People;
  readonly admitsName: ApproverPort;
}

type Report = (diagnostic: Diagnostic) => undefined;
type Approval = Pick<WaiveBlock, "approvedBy" | "approvedUnder" | "approvedOn" | "expires">;

/** `undefined` after it has reported what is wrong with it. */
export function approvalOf(input: ApprovalInput, waivable: Waivable, clauses: WaiverClauses, report: Report): Approval | undefined {
  const { approvedBy, requestedBy, expires } = clauses;
  if (!approvedBy || !requestedBy || !expires) return undefined;
  const { identity, on } = approvedBy;
  const wrong = wrongTerm(waivable, clauses) ?? wrongParties(input, clauses);
  if (wrong) return report(wrong);
  const roots = waivable.by.filter((root) => isKnown(input, root, identity, on.at));
  if (roots.length === 0) return report(notInRoot(waivable, approvedBy));
  return { approvedBy: identity, approvedUnder: roots.map(({ name }) => name).join(" or "), approvedOn: on.at, expires: expires.at };
}

function wrongTerm(waivable: Waivable, { approvedBy, expires }: WaiverClauses): Diagnostic | undefined {
  if (!approvedBy || !expires) return undefined;
  const { on } = approvedBy;
  if (expires.at < on.at) {
    return error("E5004", expires.span, "the waiver expires before it was approved", {
      related: [{ span: on.span, text: "approved only here" }],
    });
  }
  if (expires.at - on.at <= waivable.upTo) return undefined;
  return error("E6004", expires.span, `the waiver lasts longer than the ${showDuration(waivable.upTo)} that its control allows`, {
    related: [
      { span: on.span, text: "it is counted from here" },
      { span: waivable.span, text: "this is what the control allows" },
    ],
    help: ["let it expire earlier; if it is needed longer, renew it: a new waiver that `replaces` this one"],
  });
}

function wrongParties({ people }: ApprovalInput, { approvedBy, requestedBy }: WaiverClauses): Diagnostic | undefined {
  if (!approvedBy || !requestedBy) return undefined;
  const same = people.same(approvedBy.identity, requestedBy.identity);
  if (same === false) return undefined;
  const related = [{ span: requestedBy.span, text: "the requester" }];
  const [approver, requester] = [approvedBy.identity.text, requestedBy.identity.text];
  if (same === true)
    return error("E6005", approvedBy.span, `\`${approver}\` would approve their own request`, {
      related,
      help: ["somebody else has to approve it"],
    });
  return error("E6005", approvedBy.span, `nobody has said whether \`${approver}\` and \`${requester}\` are one person`, {
    related,
    notes: ["they are names of different kinds, so the approver might be the requester"],
    help: ["use names of one kind, or say in a `person` line who is who"],
  });
}

/** A holder of one of its keys, the fingerprint of one, or a name that its identity tests take. */
function isKnown({ people, admitsName }: ApprovalInput, root: TrustRoot, approver: Identity, at: bigint): boolean {
  if (root.kind !== "keys") return admitsName(root, approver.text, at);
  return root.keys.some((key) => {
    if (key.fingerprint === approver.text) return true;
    const holder = key.holder === undefined ? undefined : parseIdentity(key.holder);
    return holder?.ok === true && people.same(holder.value, approver) === true;
  });
}

function notInRoot(waivable: Waivable, approver: NonNullable<WaiverClauses["approvedBy"]>): Diagnostic {
  const names = waivable.by.map(({ name }) => `\`${name}\``).join(" or ");
  const holders = waivable.by.flatMap((root) => root.keys.flatMap(({ holder }) => holder ?? []));
  return error("E6006", approver.span, `\`${approver.identity.text}\` is not one of those who may approve it`, {
    related: [{ span: waivable.span, text: `only ${names} may` }],
    help: holders.length === 0 ? [] : [`${names} knows ${[...new Set(holders)].map((holder) => `\`${holder}\``).join(", ")}`],
  });
}
