/** Every rule, by code. */
import type { Rule } from "../rule.ts";
import { anyBranch } from "./any-branch/rule.ts";
import { askedForName } from "./asked-for-name/rule.ts";
import { bareControl } from "./bare-control/rule.ts";
import { cherryPicking } from "./cherry-picking/rule.ts";
import { claimedPerson } from "./claimed-person/rule.ts";
import { claimedTime } from "./claimed-time/rule.ts";
import { comparedWithTrue } from "./compared-with-true/rule.ts";
import { constantCondition } from "./constant-condition/rule.ts";
import { dearControl } from "./dear-control/rule.ts";
import { endingControl } from "./ending-control/rule.ts";
import { endlessKey } from "./endless-key/rule.ts";
import { expiringWaiver } from "./expiring-waiver/rule.ts";
import { ignoredVariable } from "./ignored-variable/rule.ts";
import { impliedRequirement } from "./implied-requirement/rule.ts";
import { indexOnly } from "./index-only/rule.ts";
import { keyWithoutHolder } from "./key-without-holder/rule.ts";
import { longGrace } from "./long-grace/rule.ts";
import { lookAlike } from "./look-alike/rule.ts";
import { maybeEmptyList } from "./maybe-empty-list/rule.ts";
import { muteMessage } from "./mute-message/rule.ts";
import { oneHolder } from "./one-holder/rule.ts";
import { openList } from "./open-list/rule.ts";
import { overlappingRoots } from "./overlapping-roots/rule.ts";
import { pickWithoutFresh } from "./pick-without-fresh/rule.ts";
import { reusableWorkflow } from "./reusable-workflow/rule.ts";
import { sameBranches } from "./same-branches/rule.ts";
import { scanWithoutFresh } from "./scan-without-fresh/rule.ts";
import { severityAndGate } from "./severity-and-gate/rule.ts";
import { stageWithoutGate } from "./stage-without-gate/rule.ts";
import { statementsForPeople } from "./statements-for-people/rule.ts";
import { timeOfKey } from "./time-of-key/rule.ts";
import { ungatedControl } from "./ungated-control/rule.ts";
import { unknownMapping } from "./unknown-mapping/rule.ts";
import { unseenOutcome } from "./unseen-outcome/rule.ts";
import { untestedControl } from "./untested-control/rule.ts";
import { untestedWaiver } from "./untested-waiver/rule.ts";
import { unusedDeclaration } from "./unused-declaration/rule.ts";
import { unusedWaiver } from "./unused-waiver/rule.ts";
import { vagueExpectation } from "./vague-expectation/rule.ts";
import { versionNotRaised } from "./version-not-raised/rule.ts";
import { weakerLaterGate } from "./weaker-later-gate/rule.ts";
import { wideIdentity } from "./wide-identity/rule.ts";
import { windowAtBound } from "./window-at-bound/rule.ts";

export const rules: readonly Rule[] = [
  constantCondition,
  impliedRequirement,
  unusedDeclaration,
  ignoredVariable,
  sameBranches,
  comparedWithTrue,
  wideIdentity,
  overlappingRoots,
  reusableWorkflow,
  keyWithoutHolder,
  oneHolder,
  lookAlike,
  endlessKey,
  claimedTime,
  anyBranch,
  pickWithoutFresh,
  openList,
  maybeEmptyList,
  cherryPicking,
  askedForName,
  statementsForPeople,
  indexOnly,
  muteMessage,
  claimedPerson,
  scanWithoutFresh,
  timeOfKey,
  windowAtBound,
  endingControl,
  longGrace,
  expiringWaiver,
  ungatedControl,
  dearControl,
  severityAndGate,
  stageWithoutGate,
  bareControl,
  unknownMapping,
  unusedWaiver,
  versionNotRaised,
  weakerLaterGate,
  untestedControl,
  unseenOutcome,
  untestedWaiver,
  vagueExpectation,
];
