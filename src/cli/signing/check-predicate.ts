/** Before a predicate is signed: would anybody be able to read it? What is signed stays, and nobody can mend it. */
import { predicateMisfits, type Misfit } from "../../engine/index.ts";
import type { Attested } from "../../evidence/index.ts";
import { standardModule, standardModules } from "../../platform/embedded/index.ts";
import type { Io } from "../io.ts";
import { escapeAndCut } from "../render/escape.ts";
import { UsageError } from "../usage-error.ts";

/** Types that this project defines; nobody else's tool reads more into them than our views do. */
const OWN = "https://proviso.dev/";
const MOST_SHOWN = 3;

/**
 * A predicate of our own types that its view cannot read is refused. One of somebody else's type is warned of: that format may allow what our
 * views ask for, and only controls that read the field are concerned.
 */
export function checkPredicate(attested: Attested, io: Io): void {
  const misfits = predicateMisfits(attested, standardModules, standardModule);
  const [first] = misfits;
  if (first === undefined) return;
  if (attested.predicateType.startsWith(OWN)) {
    throw new UsageError(
      `the predicate is none of type \`${escapeAndCut(attested.predicateType, 200)}\`: ${shown(first)}`,
      `docs/stdlib says what \`${first.module}\` asks for; nothing was signed`,
    );
  }
  for (const misfit of misfits)
    io.stderr.write(`warning: controls that read \`${misfit.module}\` ${misfit.view} may not be able to read this: ${shown(misfit)}\n`);
}

function shown({ failures }: Misfit): string {
  const texts = failures
    .slice(0, MOST_SHOWN)
    .map(({ pointer, problem }) => `at ${escapeAndCut(pointer, 200)} ${escapeAndCut(problem, 200)}`);
  const more = failures.length - texts.length;
  return `${texts.join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}
