/** What `forged "…"` does to an attestation. The names and what each needs are the language's (`language/tests/forgeries.ts`). */
import type { ForgeryName } from "../../language/index.ts";
import type { Mutation } from "../world/mutation.ts";
import { mutations } from "../world/mutations.ts";
import { certificateForgeries } from "./forgeries/certificate.ts";
import { envelopeForgeries } from "./forgeries/envelope.ts";
import { logForgeries } from "./forgeries/log.ts";
import { statementForgeries } from "./forgeries/statement.ts";
import { timestampForgeries } from "./forgeries/timestamp.ts";

export const forgeries: Readonly<Record<ForgeryName, Mutation>> = {
  ...mutations,
  ...envelopeForgeries,
  ...statementForgeries,
  ...certificateForgeries,
  ...logForgeries,
  ...timestampForgeries,
};
