import { EmbeddedActionsParser } from "chevrotain";
export const foreign = EmbeddedActionsParser;
