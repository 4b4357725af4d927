/** Every row of the attack corpus: what must be rejected, at which step and for which reason; and what must pass. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { envelopeRows } from "./envelope-rows.ts";
import type { Row } from "./row.ts";

const rows: readonly Row[] = [...envelopeRows];

const corpus = suite("attack corpus");
for (const row of rows)
  corpus(`${row.id} ${row.name}`, async () => {
    for (const { what, expect, outcome, twin, lists } of row.cases) {
      if (twin !== undefined) assert.is(await twin(), "good", `${what}: the twin`);
      assert.is(await outcome(), expect, what);
      const reasons = lists === undefined ? [] : await lists.of();
      for (const reason of lists?.reasons ?? []) assert.ok(reasons.includes(reason), `${what}: lists ${reason}`);
    }
  });
corpus.run();
