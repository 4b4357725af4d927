/** Sections 9, 10 and 12, and what other sections leave to them: rows that other tests hold, and rows about what is not built yet. */
import { readdirSync, readFileSync } from "node:fs";
import type { NotYet, Row } from "./row.ts";

const tests = new URL("../../", import.meta.url);

const bytes = "registry/faults/bytes.test.ts";
const layout = "registry/layout/layout.test.ts";
const adversary = "registry/faults/adversary.test.ts";
const answers = "registry/faults/referrers-answers.test.ts";
const redirects = "registry/faults/redirects.test.ts";

function held(id: string, name: string, ...tests: readonly (readonly [file: string, name: string])[]): Row {
  return { id, name, cases: [], held: tests.map(([file, test]) => ({ file, name: test })) };
}

/** The test of waivers for evidence that is unverifiable, by the row's id in its name. */
const waiverTest = readdirSync(tests, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts") && !file.includes("attack-corpus"))
  .find((file) => readFileSync(new URL(file, tests), "utf8").includes("eng-05"));

export const elsewhereRows: readonly Row[] = [
  held("oci-01", "tag-moves", [bytes, "a tag that moves meanwhile is resolved once"]),
  held(
    "oci-02",
    "manifest-lies",
    [bytes, "wrong bytes for a referrer, and for nothing else"],
    [bytes, "a digest header that lies"],
    ["registry/remote/discover.test.ts", "takes inline data for a blob when it is the blob"],
    ["e2e/bad-input.test.ts", "sizes that are no sizes"],
    [bytes, "a sign-in page for an image is not parsed"],
  ),
  held(
    "oci-03",
    "referrer-lies",
    [answers, "a referrer of another image is dropped and recorded, and hides nothing"],
    [bytes, "a missing blob"],
    [layout, "a malformed referrer hides nothing and is told"],
  ),
  held(
    "oci-04",
    "annotation",
    ["trust/realdata.test.ts", "oci-04: the annotation of another layer"],
    ["trust/realdata.test.ts", "oci-04: annotations that cannot be read"],
  ),
  held(
    "oci-05",
    "huge",
    [adversary, "a blob that says it is huge is not asked for"],
    [bytes, "identity is asked for, and an encoded answer refused"],
    [bytes, "a fallback tag larger than a manifest may be is too large"],
    [adversary, "an index of very many entries is refused by size or number"],
  ),
  held(
    "oci-06",
    "endless",
    [answers, "pages and entries have an end"],
    [layout, "more layers than may be read are too many"],
    [adversary, "indexes may be nested four deep and no deeper"],
    ["e2e/bad-bombs.test.ts", "ten thousand referrers, and more than that"],
  ),
  held(
    "oci-07",
    "references",
    ["e2e/bad-input.test.ts", "a digest that is a path, or no digest"],
    ["registry/reference.test.ts", "never throws"],
  ),
  held(
    "oci-08",
    "credentials",
    [redirects, "a redirect at home keeps the credentials"],
    [redirects, "a second redirect reaches no further than the first"],
    [adversary, "foreign layers' addresses are never asked"],
    ["registry/auth/config-file.test.ts", "the usual ones need not"],
  ),
  held(
    "oci-09",
    "nothing-there",
    [layout, "an empty list of attestations is complete and holds as absence"],
    ["e2e/real-images.test.ts", "the attestation removed"],
  ),
  held(
    "oci-10",
    "source-down",
    ["registry/faults/fail-closed.test.ts", "one answer of a registry that is wrong for good, wherever it is"],
    ["registry/faults/fail-closed.test.ts", "a registry that dies after so many answers"],
    ["registry/faults/retries.test.ts", "a wait that is longer than the run may is told at once"],
  ),
  held(
    "pred-09",
    "vsa-result",
    ["e2e/vsa.test.ts", "pred-09 failed"],
    ["e2e/vsa.test.ts", "pred-09 in lower case"],
    ["e2e/vsa.test.ts", "pred-09 no result"],
    ["e2e/vsa.test.ts", "pred-09 another verifier"],
    ["e2e/vsa.test.ts", "pred-09 another artifact"],
  ),
  held(
    "pred-10",
    "vsa-levels",
    ["e2e/vsa.test.ts", "pred-10 unevaluated"],
    ["e2e/vsa.test.ts", "pred-10 no number"],
    ["e2e/vsa.test.ts", "pred-10 another track"],
  ),
  ...(waiverTest === undefined ? [] : [held("eng-05", "waiver", [waiverTest, "eng-05"])]),
  held("eng-04", "replay", ["e2e/wheel.test.ts", "stale a fortnight later, which is violated and not missing"]),
  held("eng-06", "output-injection", [
    "e2e/bad-words.test.ts",
    "names that would move the cursor, or turn the text around, are shown escaped",
  ]),
  held(
    "eng-07",
    "files-in-artifact",
    ["e2e/bad-words.test.ts", "judging from inside a stranger's repository runs nothing of it"],
    ["platform/config/config.test.ts", "runs nothing that lies in the working directory"],
  ),
  held("eng-08", "unverified-reach", ["e2e/peers.test.ts", "does not compile, and the near name is told"]),
  held("conformance", "the public suite, reason by reason", ["trust/conformance.test.ts", "all 70 cases are there, 49 of them rejected"]),
];

/** What has to be there before the row can be tried. They are no part of the count. */
export const notYet: readonly NotYet[] = [{ id: "eng-05", name: "waiver", needs: "waivers" }].filter(
  ({ id }) => waiverTest === undefined || id !== "eng-05",
);
