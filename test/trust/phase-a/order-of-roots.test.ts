/** Several Sigstore roots: the first that verifies it vouches for it; where none does, the one that got furthest says why. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createVerifier, type SigstoreRoot } from "../../../src/trust/index.ts";
import { crypto, found, loadRoot } from "../../support/trust/run.ts";
import { attestationOf } from "../attack-corpus/trial.ts";
import { limits, now, world } from "../attack-corpus/stage.ts";

const good = loadRoot("good", world.trustedRoot());
const root = (name: string, change: Partial<SigstoreRoot> = {}): SigstoreRoot => ({ ...good, name, ...change });
/** None of its logs is known: it ends at `tlog`. */
const logless = root("logless", { logs: [] });
/** It vouches for the time and did not issue the certificate. */
const foreign = root("foreign", { certificateAuthorities: [] });
/** It issued it, when it was no longer in use. */
const ended = root("ended", {
  certificateAuthorities: good.certificateAuthorities.map((authority) => ({ ...authority, validFor: { start: 0n, end: 1n } })),
});
/** Everything up to the certificate's own log. */
const unlisted = root("unlisted", { ctLogs: good.ctLogs.slice(0, 1).map((log) => ({ ...log, logId: "00".repeat(32) })) });
const bundle = (await attestationOf({})).bundle;

function outcome(...roots: readonly SigstoreRoot[]): string {
  const verification = createVerifier({ roots, keys: [] }, { crypto }, limits).verify(found(bundle), now);
  return verification.kind === "verified"
    ? `by ${verification.facts.sigstoreRoot?.name ?? "nobody"}`
    : `${verification.step} · ${verification.reason}`;
}

const tests = suite("the order of roots");
const rows: readonly (readonly [roots: readonly SigstoreRoot[], expected: string])[] = [
  [[good], "by good"],
  [[root("first"), root("second")], "by first"],
  [[root("second"), root("first")], "by second"],
  [[logless, foreign, ended, good], "by good"],
  [[good, logless], "by good"],
  [[logless], "tlog · log-unknown"],
  [[foreign], "certificate · certificate-chain-invalid"],
  [[ended], "certificate · certificate-not-valid-at-time"],
  [[unlisted], "sct · sct-log-unknown"],
  [[logless, foreign], "certificate · certificate-chain-invalid"],
  [[foreign, logless], "certificate · certificate-chain-invalid"],
  [[foreign, ended], "certificate · certificate-not-valid-at-time"],
  [[ended, foreign], "certificate · certificate-not-valid-at-time"],
  [[logless, foreign, ended, unlisted], "sct · sct-log-unknown"],
  [[unlisted, ended, foreign, logless], "sct · sct-log-unknown"],
];
for (const [roots, expected] of rows)
  tests(`${roots.map(({ name }) => name).join(", ")}: ${expected}`, () => assert.is(outcome(...roots), expected));
tests.run();
