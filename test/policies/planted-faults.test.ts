/** Wrong edits of the release policy, planted in its text: a shipped test notices each, and its title says what was lost. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { TestRun } from "../../src/testing/index.ts";
import { outcomeOf, runAll } from "../support/policy-tests.ts";
import { open, release, textOf } from "./shipped.ts";

const text = textOf(release);
/** Edits are of the policy, never of its tests. */
const policyText = text.slice(0, text.indexOf('\ntest "'));
const testsText = text.slice(policyText.length);

interface Edit {
  readonly what: string;
  readonly from: string;
  readonly to: string;
  /** The test that notices, by its title or the beginning of it. */
  readonly noticed: string;
}

const edits: readonly Edit[] = [
  {
    what: "a weaker comparison: critical findings may ship",
    from: "is at least critical",
    to: "is above critical",
    noticed: "a critical finding, and only that one, is named",
  },
  {
    what: "a stricter comparison: high findings may not ship",
    from: "is at least critical",
    to: "is at least high",
    noticed: "a clean scan, up to seven days old",
  },
  {
    what: "a finding without a rating counts as harmless",
    from: "(f.severity otherwise critical) is",
    to: "(f.severity otherwise negligible) is",
    noticed: "a finding rated high may ship, one without a rating may not",
  },
  {
    what: "another signer: builds may sign their own scans",
    from: "vuln.report signed by scanner",
    to: "vuln.report signed by scanner or release-workflow",
    noticed: "a scan that the release workflow signed itself",
  },
  {
    what: "a dropped signer: the import desk's bills of materials no longer count",
    from: "sbom.document signed by release-workflow or import-desk",
    to: "sbom.document signed by release-workflow",
    noticed: "the import desk's bill of materials counts too",
  },
  {
    what: "dropped freshness: an approval holds for ever",
    from: "release-managers\n    fresh within 14 days of decidedOn",
    to: "release-managers",
    noticed: "E7014 this evidence cannot be stale",
  },
  {
    what: "a wider window: scans of two weeks",
    from: "max-scan-age: Duration = 7 days",
    to: "max-scan-age: Duration = 14 days",
    noticed: "a clean scan, up to seven days old",
  },
  {
    what: "the oldest scan counts",
    from: "pick latest by finishedOn",
    to: "pick earliest by finishedOn",
    noticed: "the newest scan counts, whatever an older one found",
  },
  {
    what: "the oldest deployment counts",
    from: "pick latest by deployedOn",
    to: "pick earliest by deployedOn",
    noticed: "it ran well in dev, and was rolled back there since",
  },
  {
    what: "a wider glob: every workflow of a repository",
    from: "/.github/workflows/release.yml@refs/tags/*",
    to: "/.github/workflows/*@refs/tags/*",
    noticed: "another workflow of ours does not speak for a release",
  },
  {
    what: "a wider glob: every branch",
    from: "release.yml@refs/tags/*",
    to: "release.yml@refs/*/*",
    noticed: "neither does the release workflow of a branch",
  },
  {
    what: "a wider glob: every organisation",
    from: "https://github.com/acme/*/.github/workflows/release.yml",
    to: "https://github.com/*/*/.github/workflows/release.yml",
    noticed: "nor the workflow of somebody else's organisation",
  },
  {
    what: "a dropped claim: the deployer's workflow may be called from anywhere",
    from: 'deploy.yml@refs/heads/main"\n  claim source-repository is "https://github.com/acme/platform"',
    to: 'deploy.yml@refs/heads/main"',
    noticed: "the deployer's workflow, called from another repository",
  },
  {
    what: "a removed requirement: any builder",
    from: removed("require builder:", "require source:"),
    to: "    ",
    noticed: "E7009 C-01 has no requirement or evidence `builder`",
  },
  {
    what: "a removed requirement: an import without a check for malware",
    from: removed("require malware:", "  }\n}\n\n// RA-5"),
    to: "",
    noticed: "E7009 C-01 has no requirement or evidence `malware`",
  },
  {
    what: "a removed condition: authors approve their own changes",
    from: "\n        and signer of a is none of change.authors",
    to: "",
    noticed: "authors cannot approve their own change",
  },
  {
    what: "a removed condition: an approval for any environment",
    from: "\n        and a.environment is stage.environment",
    to: "",
    noticed: "what an approval must say, and how old it may be",
  },
  {
    what: "a removed condition: it ran in any environment",
    from: '\n    where ran.environment is "dev"',
    to: "",
    noticed: "how it must have run in dev",
  },
  {
    what: "a removed condition: nobody looks whether it is healthy",
    from: " and ran has checkedOn",
    to: "",
    noticed: "nobody looked whether it was healthy in dev",
  },
  {
    what: "`or` for `and`: an undated database will do",
    from: "ran.result is succeeded and ran has",
    to: "ran.result is succeeded or ran has",
    noticed: "how it must have run in dev",
  },
  {
    what: "a requirement that asks nothing: failed checks pass too",
    from: "satisfies k.result is passed",
    to: "satisfies k.result is passed or k.result is failed",
    noticed: "an import with a failed check names it",
  },
  {
    what: "one person may approve twice",
    from: " from different signers",
    to: "",
    noticed: "two approvals by one manager are one",
  },
  {
    what: "a larger set: one more builder",
    from: '"https://github.com/actions/runner/github-hosted" }',
    to: '"https://github.com/actions/runner/github-hosted", "https://laptop.example/dave" }',
    noticed: "built on somebody's own machine, and imported by nobody",
  },
  {
    what: "a smaller set: a cleared licence is missing",
    from: '"BSD-2-Clause", ',
    to: "",
    noticed: "a bill of materials with every licence that is cleared",
  },
  {
    what: "a control in no gate: production without approvals",
    from: "enforce C-01, C-02, C-03, C-04",
    to: "enforce C-01, C-02, C-03",
    noticed: "E7009 gate `prod` lists no control `C-04`",
  },
  {
    what: "a control that only warns: dev without a bill of materials",
    from: "enforce C-01, C-02, C-03\n  may",
    to: "enforce C-01, C-02\n  warn C-03\n  may",
    noticed: "dev is closed to an image without a bill of materials",
  },
  {
    what: "a wider window: dev's verdict of a month ago",
    from: "signed by gatekeeper fresh within 14 days",
    to: "signed by gatekeeper fresh within 30 days",
    noticed: "dev passed it longer ago",
  },
  {
    what: "another signer: any workflow says that dev passed it",
    from: "after dev signed by gatekeeper",
    to: "after dev signed by gatekeeper or release-workflow",
    noticed: "somebody else says that dev passed it",
  },
  {
    what: "approvals need no proof of their time",
    from: 'held by "carol@acme.example" valid until 2027-12-31\n  timestamped yes',
    to: 'held by "carol@acme.example" valid until 2027-12-31\n  accept claimed time',
    noticed: "E7014",
  },
  {
    what: "a control that stops at dev: production is not asked",
    from: "applies at stage prod",
    to: "applies at stage dev",
    noticed: "nobody approved it",
  },
];

function removed(from: string, to: string): string {
  const start = policyText.indexOf(from);
  return policyText.slice(start, policyText.indexOf(to, start));
}

const tests = suite("planted faults");

for (const { what, from, to, noticed } of edits) {
  tests(what, async () => {
    assert.is(policyText.split(from).length, 2, `the policy says ${from} once`);
    const told = await failuresOf(policyText.replace(from, () => to) + testsText, noticed);
    assert.ok(
      told.some((line) => line.startsWith(noticed)),
      told.length === 0 ? "no test notices" : `noticed elsewhere:\n${told.join("\n")}`,
    );
  });
}

/**
 * What `policy test` would say: the titles of the tests that fail with what they found, or what is wrong with the tests now. The
 * test that shall notice is run first; the others only where it does not.
 */
async function failuresOf(edited: string, first?: string): Promise<readonly string[]> {
  const opened = await open(release, edited).catch((error: unknown) =>
    String(error)
      .replace(/^Error: /u, "")
      .split("\n"),
  );
  if ("length" in opened) return opened;
  const noticing = opened.tests.filter(({ title }) => first !== undefined && title.startsWith(first));
  const told = failed(await runAll({ ...opened, tests: noticing }));
  return told.length > 0 ? told : failed(await runAll(opened));
}

function failed(runs: readonly TestRun[]): readonly string[] {
  return runs.flatMap((run) => (run.kind === "passed" ? [] : [`${run.test.title}: ${outcomeOf(run)}`]));
}

tests("the policy as it is fails no test", async () => assert.equal(await failuresOf(text), []));

tests.run();
