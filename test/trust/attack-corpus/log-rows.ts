/** Section 3: what transparency logs vouch for. */
import type { EntryKind } from "../../../src/testing/index.ts";
import { loadRoot } from "../../support/trust/run.ts";
import type { Case, Change, Row, Setup } from "./row.ts";
import { demanded, identityTrust, keysTrust, signedAt, team, trusted, world } from "./stage.ts";
import { trial, trials } from "./trial.ts";

const SECOND = 1_000_000_000n;
const mismatch = "tlog · log-entry-mismatch";
const malformed = "tlog · checkpoint-malformed";
const inconsistent = "tlog · inclusion-inconsistent";

const kinds: readonly EntryKind[] = ["dsse 0.0.1", "intoto 0.0.2", "hashedrekord 0.0.1", "hashedrekord 0.0.2"];
const secondGeneration: Setup = { request: { entry: "hashedrekord 0.0.2" } };
const layer: Setup = { form: "layer", request: { entry: "intoto 0.0.1", vouch: "promise" } };
const promiseOnly: Setup = { request: { version: "0.1", vouch: "promise" } };
/** Time from a token, so that the log alone is what fails. */
const stamped: Setup = { request: { tokens: 1 } };

function ofKind(entry: EntryKind, by: "identity" | "key"): Setup {
  return by === "identity"
    ? { request: { entry } }
    : { request: { entry, by: team }, keys: [team.entry], trust: keysTrust([trusted(team)]) };
}

function everyKind(mutate: "entry-of-another-signer" | "entry-of-another-payload", expect: string): readonly Case[] {
  return [
    ...kinds.flatMap((entry) =>
      (["identity", "key"] as const).map((by) => trial(`${entry}, ${by}`, ofKind(entry, by), { mutate }, expect)),
    ),
    trial("intoto 0.0.1, layer", layer, { mutate }, expect),
  ];
}

/** The world's root with the window of one log ended. */
function rootWithLogEnd(host: string, end: bigint): Setup["roots"] {
  const text = new TextDecoder().decode(world.trustedRoot());
  const json = JSON.parse(text) as { tlogs: { baseUrl: string; publicKey: { validFor: { end?: string } } }[] };
  for (const log of json.tlogs)
    if (log.baseUrl.endsWith(`//${host}`)) log.publicKey.validFor.end = new Date(Number(end / 1_000_000n)).toISOString();
  return [loadRoot("public-good", new TextEncoder().encode(JSON.stringify(json)))];
}

const loggedTwice = { ...identityTrust, logged: demanded(2) };
const twoLogs: Change = { request: { tokens: 1 }, mutate: "entry-in-another-log", trust: loggedTwice };

export const logRows: readonly Row[] = [
  { id: "log-01", name: "foreign-entry", cases: trials({}, ["entry-of-another", "entry-of-another-signature"], mismatch) },
  { id: "log-02", name: "entry-other-key", cases: everyKind("entry-of-another-signer", "tlog · log-entry-key-mismatch") },
  {
    id: "log-03",
    name: "entry-other-digest",
    cases: [
      ...everyKind("entry-of-another-payload", mismatch),
      trial("intoto 0.0.1, another envelope", layer, { mutate: "entry-of-another-envelope" }, mismatch),
      ...kinds.map((entry) =>
        trial(`${entry}, another signature`, ofKind(entry, "identity"), { mutate: "entry-of-another-recorded-signature" }, mismatch),
      ),
      trial("something beside it in a second-generation body", secondGeneration, { mutate: "entry-records-more" }, mismatch),
    ],
  },
  {
    id: "log-04",
    name: "entry-kind",
    cases: [
      ...trials({}, ["entry-version-other", "entry-body-no-json"], "tlog · log-entry-malformed"),
      ...trials({}, ["entry-kind-unknown"], "tlog · log-entry-unsupported"),
      ...trials({}, ["entry-body-1-mib"], "tlog · too-large"),
    ],
  },
  {
    id: "log-05",
    name: "promise-forged",
    cases: [
      ...[{}, promiseOnly].flatMap((setup) =>
        trials(
          setup,
          ["promise-by-another", "promise-time-changed", "promise-index-changed", "promise-body-changed"],
          "tlog · set-invalid",
        ),
      ),
      ...trials(promiseOnly, ["promise-log-changed"], "tlog · set-invalid"),
      trial("intoto 0.0.1, layer", layer, { mutate: "promise-by-another" }, "tlog · set-invalid"),
    ],
  },
  {
    id: "log-06",
    name: "checkpoint-forged",
    cases: [{}, secondGeneration].flatMap((setup) =>
      trials(
        setup,
        ["checkpoint-by-another", "checkpoint-by-witnesses-only", "checkpoint-key-id-other"],
        "tlog · checkpoint-signature-invalid",
      ),
    ),
  },
  {
    id: "log-07",
    name: "checkpoint-text",
    cases: [{}, secondGeneration].flatMap((setup) =>
      trials(
        setup,
        [
          "checkpoint-origin-missing",
          "checkpoint-size-missing",
          "checkpoint-root-missing",
          "checkpoint-size-letters",
          "checkpoint-size-signed",
          "checkpoint-size-zero-first",
          "checkpoint-root-31-bytes",
          "checkpoint-33-lines",
          "checkpoint-control-character",
        ],
        malformed,
      ),
    ),
  },
  {
    id: "log-08",
    name: "inclusion",
    cases: [
      ...[{}, secondGeneration].flatMap((setup) =>
        trials(setup, ["proof-hash-flipped", "proof-hash-too-many", "checkpoint-of-another-tree"], "tlog · inclusion-invalid"),
      ),
      ...trials({}, ["proof-index-off"], "tlog · inclusion-invalid"),
    ],
  },
  {
    id: "log-09",
    name: "proof-fields-lie",
    cases: [
      ...[{}, secondGeneration].flatMap((setup) => trials(setup, ["proof-root-hash-lies", "proof-tree-size-lies"], inconsistent)),
      ...trials(secondGeneration, ["entry-index-lies"], inconsistent),
    ],
  },
  {
    id: "log-10",
    name: "log-key-expired",
    cases: [
      trial(
        "ended before the token",
        { ...secondGeneration, roots: rootWithLogEnd("log2.rekor.world.example", signedAt) },
        { roots: rootWithLogEnd("log2.rekor.world.example", signedAt - SECOND) },
        "tlog · log-key-not-valid",
      ),
    ],
  },
  {
    id: "log-11",
    name: "log-name",
    cases: [{}, secondGeneration].flatMap((setup) =>
      trials(
        setup,
        [
          "checkpoint-name-other",
          "checkpoint-name-part-of-host",
          "checkpoint-name-a-pattern",
          "checkpoint-name-10-kb",
          "checkpoint-origin-other",
        ],
        "tlog · log-name-mismatch",
      ),
    ),
  },
  {
    id: "log-12",
    name: "unknown-log",
    cases: [{}, secondGeneration].flatMap((setup) => trials(setup, ["entry-in-unknown-log"], "tlog · log-unknown")),
  },
  {
    id: "log-13",
    name: "one-log-twice",
    cases: (["entry-in-the-log-again", "entry-in-another-shard"] as const).map((mutate) =>
      trial(mutate, twoLogs, { mutate }, "threshold · log-threshold-not-met"),
    ),
  },
  {
    id: "log-14",
    name: "not-logged",
    cases: [
      trial(
        "a token and no entry",
        { ...stamped, trust: { ...identityTrust, logged: demanded(1) } },
        { request: { entry: "none" } },
        "threshold · log-threshold-not-met",
      ),
    ],
  },
];
