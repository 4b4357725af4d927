/** `awskms://` references: the forms that cosign writes, and nothing that only looks like one. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseAwsKmsUri, type AwsKmsReference } from "../../../src/trust/index.ts";

const ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
const MULTI = "mrk-1234abcd12ab34cd56ef1234567890ab";
const ARN = "arn:aws:kms:us-east-2:111122223333:";

const good: readonly (readonly [text: string, reference: AwsKmsReference])[] = [
  [`awskms:///${ID}`, { keyId: ID }],
  [`awskms:///${ID.toUpperCase()}`, { keyId: ID.toUpperCase() }],
  [`awskms:///${MULTI}`, { keyId: MULTI }],
  [`awskms:///${ARN}key/${ID}`, { keyId: `${ARN}key/${ID}`, region: "us-east-2" }],
  [`awskms:///${ARN}key/${MULTI}`, { keyId: `${ARN}key/${MULTI}`, region: "us-east-2" }],
  [
    `awskms:///arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/${ID}`,
    { keyId: `arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/${ID}`, region: "us-gov-west-1" },
  ],
  ["awskms:///alias/release", { keyId: "alias/release" }],
  ["awskms:///alias/team/release_1-a", { keyId: "alias/team/release_1-a" }],
  [`awskms:///${ARN}alias/release`, { keyId: `${ARN}alias/release`, region: "us-east-2" }],
  [`awskms://localhost:4566/${ID}`, { keyId: ID, endpoint: "localhost:4566" }],
  ["awskms://kms.example/alias/release", { keyId: "alias/release", endpoint: "kms.example" }],
  ["awskms://[::1]:4566/alias/release", { keyId: "alias/release", endpoint: "[::1]:4566" }],
  [`awskms://kms.example/${ARN}key/${ID}`, { keyId: `${ARN}key/${ID}`, region: "us-east-2", endpoint: "kms.example" }],
];
const refused: readonly (readonly [text: string, clause: RegExp])[] = [
  ["awskms://", /^write `awskms:\/\/\/KEY`/u],
  [`awskms://${ID}`, /^write `awskms:\/\/\/KEY`/u],
  ["gcpkms:///x", /^write `awskms:\/\/\/KEY`/u],
  ["awskms:///", /^it names no key/u],
  ["awskms:///release", /^it names no key/u],
  ["awskms:///alias/", /^it names no key/u],
  ["awskms:///alias/a b", /^it names no key/u],
  ["awskms:///alias/a\n", /^it names no key/u],
  [`awskms:///${ID}?x=1`, /^it names no key/u],
  [`awskms:///${ID.slice(1)}`, /^it names no key/u],
  [`awskms:///arn:aws:s3:us-east-2:111122223333:key/${ID}`, /^it names no key/u],
  [`awskms:///arn:aws:kms:us-east-2:1111:key/${ID}`, /^it names no key/u],
  [`awskms:///arn:aws:kms:us-east-2:111122223333:${ID}`, /^it names no key/u],
  [`awskms://user:secret@kms.example/${ID}`, /^what stands before the key is no host/u],
  [`awskms://kms.example?x/${ID}`, /^what stands before the key is no host/u],
  [`awskms://kms.example:123456/${ID}`, /^what stands before the key is no host/u],
  [`awskms://-kms/${ID}`, /^what stands before the key is no host/u],
];

const tests = suite("aws kms references");
for (const [text, reference] of good)
  tests(text, () => {
    const parsed = parseAwsKmsUri(text);
    assert.ok(parsed.ok);
    assert.equal(parsed.value, reference);
  });
for (const [text, clause] of refused)
  tests(`refused: ${JSON.stringify(text)}`, () => {
    const parsed = parseAwsKmsUri(text);
    assert.not.ok(parsed.ok);
    if (!parsed.ok) assert.match(parsed.error, clause);
  });
tests.run();
