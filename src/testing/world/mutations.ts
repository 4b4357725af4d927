/** Named ways in which evidence is wrong, and some in which it only looks wrong: each changes one thing of a plan. */
import type { Mutation } from "./mutation.ts";
import { bundleMutations } from "./mutations/bundle.ts";
import { certificateMutations } from "./mutations/certificate.ts";
import { envelopeMutations } from "./mutations/envelope.ts";
import { logMutations } from "./mutations/log.ts";
import { timeMutations } from "./mutations/time.ts";

export const mutations = {
  ...envelopeMutations,
  ...bundleMutations,
  ...logMutations,
  ...timeMutations,
  ...certificateMutations,
} satisfies Record<string, Mutation>;

export type MutationName = keyof typeof mutations;
