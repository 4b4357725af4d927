// `npm run conformance`: the Sigstore client suite, a row for each case. The last line is `N of M`; exit code 1 when they differ.
import { caseFile, caseNames, expectedOutcome, runCase, unwrappedOutcome } from "./support/trust/conformance-cases.ts";

process.exitCode = main();

function main(): number {
  if (caseNames.length === 0) {
    console.log("skipped: needs ../shared/realdata");
    return 0;
  }
  const width = Math.max(...caseNames.map((name) => name.length));
  const isAsExpected = caseNames.map((name) => tell(name, width));
  const count = isAsExpected.filter((each) => each).length;
  console.log(`${count} of ${caseNames.length}`);
  return count === caseNames.length ? 0 : 1;
}

/** Prints one row: the case, what is expected, what came out, and why in words. */
function tell(name: string, width: number): boolean {
  const expected = expectedOutcome(name);
  const { outcome, detail } = runCase(name, caseFile(name, "bundle.sigstore.json") ?? Buffer.alloc(0));
  const isAsExpected = outcome === expected && name.endsWith("_fail") === (expected !== "good");
  const unwrapped = unwrappedOutcome(name);
  const further = unwrapped === undefined ? "" : `; its base64 without line feeds: ${unwrapped.outcome}`;
  const because = detail === "" ? "" : `: ${detail}`;
  console.log(`${isAsExpected ? "ok  " : "FAIL"} ${name.padEnd(width)}  expected ${expected} | ${outcome}${because}${further}`);
  return isAsExpected;
}
