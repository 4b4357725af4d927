/** What stands behind one `given` line, and whom it is signed by unless it says otherwise. */
import type { GivenProp } from "../../../grammar/index.ts";
import type { Span } from "../../diagnostics/index.ts";
import type { ServedEvidence, TrustRoot } from "../checked/index.ts";
import type { Row } from "./rows.ts";

export interface PropsOf {
  readonly props: readonly GivenProp[];
  readonly root: TrustRoot;
  readonly serves: readonly ServedEvidence[];
  readonly row: Row;
  readonly span: Span;
}
