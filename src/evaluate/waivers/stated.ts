import type { WaiveBlock } from "../../language/index.ts";
import type { Waiver } from "./waiver.ts";

/** A block of the policy: the review of the file is its approval, and the approver it names is stated, not proven. */
export function statedWaiver(block: WaiveBlock): Waiver {
  const { id, control, target, scope, reason, ticket, requestedBy, compensating, replaces, approvedOn, expires } = block;
  return {
    id,
    kind: "risk-acceptance",
    control,
    target,
    scope: scope.kind === "subject" ? { subject: scope.digests } : { repository: scope.repository },
    reason,
    ticket,
    requestedBy,
    compensating,
    from: approvedOn,
    expires,
    replaces,
    approval: { kind: "accepted", root: block.approvedUnder, approvers: [block.approvedBy], at: approvedOn },
    origin: { kind: "stated", span: block.span },
    about: "policy",
  };
}
