/** A body is the `and` of its groups, an `either` block the `or` of its branches' bodies. `language.md` §6.8. */
import type { Alternatives, Body, Branch } from "../language/index.ts";
import type { ControlInput } from "./control-input.ts";
import type { Environment } from "./environment.ts";
import { judgeGroup, type BlockResult, type GroupResult, type Place } from "./judge-group.ts";
import { allOf, oneOf } from "./open.ts";
import type { AlternativesTrace } from "./trace.ts";
import { and, or, truthWord } from "./truth.ts";

/** All groups of a body together. */
export type BodyResult = GroupResult;

export function judgeBody(input: ControlInput, body: Body, environment: Environment, clocks: bigint[]): BodyResult {
  return judgePlace(input, { body }, environment, clocks);
}

function judgePlace(input: ControlInput, place: Place, environment: Environment, clocks: bigint[]): BodyResult {
  const judgeBlock = (block: Alternatives, until: bigint[]) => judgeAlternatives(input, block, environment, until);
  const groups = place.body.groups.map((group) => judgeGroup(input, place, group, environment, clocks, judgeBlock));
  const [only] = groups;
  if (only && groups.length === 1) return only;
  return {
    truth: and(groups.map((group) => group.truth)),
    judgements: groups.flatMap((group) => group.judgements),
    conjuncts: groups.flatMap((group) => group.conjuncts),
    open: allOf(groups.map((group) => group.open)),
    attested: groups.flatMap((group) => group.attested),
    alternatives: groups.flatMap((group) => group.alternatives),
    bound: groups.reduce((total, group) => total + group.bound, 0),
  };
}

interface Judged {
  readonly branch: Branch;
  readonly result: BodyResult;
}

/** Every branch is judged, whatever the others came to. */
function judgeAlternatives(input: ControlInput, block: Alternatives, environment: Environment, clocks: bigint[]): BlockResult {
  const judged = block.branches.map((branch): Judged => {
    const place = { body: branch.body, branch: { either: block.number, label: branch.label } };
    return { branch, result: judgePlace(input, place, environment, clocks) };
  });
  const truth = or(judged.map(({ result }) => result.truth));
  return {
    truth,
    conjunct: { id: block.id, truth },
    open: oneOf(judged.map(({ result }) => result.open)),
    attested: judged.flatMap(({ result }) => result.attested),
    judgements: judged.flatMap(({ result }) => result.judgements),
    trace: {
      platform: input.platform,
      either: block.number,
      truth: truthWord(truth),
      carriedBy: judged.find(({ result }) => result.truth === true)?.branch.label,
      branches: judged.map(branchTrace),
    },
  };
}

function branchTrace({ branch, result }: Judged): AlternativesTrace["branches"][number] {
  return { label: branch.label, truth: truthWord(result.truth), bound: result.bound };
}
