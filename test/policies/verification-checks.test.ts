/**
 * A policy and its tests share every byte of trust logic: each check of the verification, switched off in the source, makes a test of
 * `policies/` fail. The checks are found by their syntax (`checks/find-checks.ts`), so one that is added must be noticed or excused.
 */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { excused, named, noticedByNoVerdict, notOfVerification } from "./checks/exceptions.ts";
import { installSwitchboard } from "./checks/switchboard.ts";

const board = installSwitchboard({
  isSwitched: (path) => /^(?:trust\/|evidence\/subject\.ts)/u.test(path) && !notOfVerification.some(({ files }) => files.test(path)),
  named,
});

// From here on, as the modules must be loaded through the switchboard.
const { open, release, slsa } = await import("./shipped.ts");
const { verifierFor } = await import("../../src/engine/index.ts");
const { createNodeCrypto } = await import("../../src/platform/crypto/index.ts");
const { runTest } = await import("../../src/testing/index.ts");

type Opened = Awaited<ReturnType<typeof open>>;
type Test = Opened["tests"][number];

const crypto = createNodeCrypto();
const verification = (file: string) => open({ folder: "policies/verification", file });
const policies = [
  { name: "verification", opened: await verification("verification.policy") },
  { name: "authority", opened: await verification("authority.policy") },
  { name: "release", opened: await open(release) },
  { name: "slsa", opened: await open(slsa) },
];

/** Of a test: `no-verdict` where it could not run to its end (its kind is `broken`), or the run threw. */
type Outcome = "passed" | "another-verdict" | "no-verdict";

/** With a verifier of its own, that remembers nothing of what was found with another check off. */
async function outcomeOf({ policy, session }: Opened, test: Test): Promise<Outcome> {
  const verifier = verifierFor({ policy, material: session.standIns.material }, { crypto });
  const fresh = { ...session, judging: { ...session.judging, verifier } };
  try {
    const { kind } = await runTest(fresh, policy, test, { compareTrace: () => undefined });
    if (kind === "passed") return "passed";
    return kind === "failed" ? "another-verdict" : "no-verdict";
  } catch {
    return "no-verdict";
  }
}

interface Noticing {
  readonly name: string;
  readonly opened: Opened;
  readonly test: Test;
}

/** Only a test in which the check refused something can notice that it does not. */
const candidates = new Map<string, Noticing[]>();
const notPassed: string[] = [];
for (const { name, opened } of policies) {
  for (const test of opened.tests) {
    const { result, refused } = await board.during(undefined, () => outcomeOf(opened, test));
    if (result !== "passed") notPassed.push(test.title);
    for (const id of refused) candidates.set(id, [...(candidates.get(id) ?? []), { name, opened, test }]);
  }
}

/** By a verdict that is another one, or, where no test has another, by a test that comes to none: no pass either, but nothing judged it. */
interface Notice {
  readonly how: "verdict" | "no-verdict";
  readonly by: string;
}

async function whoNotices(id: string): Promise<Notice | undefined> {
  let weak: Notice | undefined;
  for (const { name, opened, test } of candidates.get(id) ?? []) {
    const { result } = await board.during(id, () => outcomeOf(opened, test));
    const by = `${name}: ${test.title}${test.row === undefined ? "" : ` [${test.row.text}]`}`;
    if (result === "another-verdict") return { how: "verdict", by };
    if (result === "no-verdict") weak ??= { how: "no-verdict", by };
  }
  return weak;
}

const checks = board.checks().map(({ id }) => id);
const noticed = new Map<string, Notice | undefined>();
for (const id of checks) noticed.set(id, await whoNotices(id));
const noticedBy = (how: Notice["how"]) => checks.filter((id) => noticed.get(id)?.how === how);

const verificationChecks = suite("checks of the verification");

verificationChecks("with every check on, all tests pass", () => {
  assert.equal(notPassed, []);
});

verificationChecks("the checks of every step are among them", () => {
  assert.ok(checks.length >= 245, `${checks.length} checks`);
  assert.equal(new Set(checks).size, checks.length);
});

const excuses = new Map(excused.flatMap(({ why, checks: ids }) => ids.map((id) => [id, why] as const)));

verificationChecks("each that is off is noticed by a test of policies/, or stands in the list of those that cannot be", () => {
  const unnoticed = checks.filter((id) => noticed.get(id) === undefined && !excuses.has(id));
  assert.equal(unnoticed, []);
});

verificationChecks("nothing is excused that a test notices, or that is no check", () => {
  const idle = [...excuses.keys()].filter((id) => !checks.includes(id) || noticed.get(id) !== undefined);
  assert.equal(idle, []);
});

verificationChecks("those that no verdict notices, but a test that comes to none, are known by name, and count apart", () => {
  assert.equal(
    noticedBy("no-verdict"),
    checks.filter((id) => noticedByNoVerdict.includes(id)),
  );
  assert.is(noticedBy("no-verdict").length, noticedByNoVerdict.length);
});

console.log(
  `${noticedBy("verdict").length} of ${checks.length} checks of the verification are noticed by a test of policies/ when they are off`,
);
console.log(`${noticedBy("no-verdict").length} more are noticed by no verdict, but by a test that comes to none`);
if (process.argv.includes("--list"))
  for (const [id, notice] of noticed) console.log(`${id} ← ${notice === undefined ? "(nobody)" : `${notice.how}: ${notice.by}`}`);

verificationChecks.run();
