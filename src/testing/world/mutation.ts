import type { Instant } from "../../base/index.ts";
import type { SignatureAlgorithm } from "../../trust/index.ts";
import type { Attestation } from "./attest.ts";
import type { Instance } from "./instance.ts";
import type { Plan } from "./plan.ts";
import type { WorldKey, WorldPorts } from "./world-key.ts";

/** What a mutation may use of the world it works in. */
export interface Surroundings {
  readonly ports: WorldPorts;
  /** By the world's clock; nanoseconds since the epoch. */
  readonly now: Instant;
  /** The parts in use. */
  readonly instance: Instance;
  /** An instance that no root of this world names. Made when first asked for. */
  stranger(): Promise<Instance>;
  newKey(algorithm?: SignatureAlgorithm): Promise<WorldKey>;
  make(plan: Plan): Promise<Attestation>;
}

/** One thing that is wrong with an attestation. */
export type Mutation = (plan: Plan, world: Surroundings) => Plan | Promise<Plan>;
