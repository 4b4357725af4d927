/** Named ways in which evidence is wrong: each changes one thing of a plan. */
import type { Mutation } from "./mutation.ts";
import type { Plan } from "./plan.ts";

export const mutations = {
  tampered: (plan: Plan) => plan,
} satisfies Record<string, Mutation>;

export type MutationName = keyof typeof mutations;
