/** One table of what every scalar type can do. */
import type { Scalar } from "../scalar.ts";
import type { ScalarName } from "../schema.ts";
import { Bool } from "./bool.ts";
import { Commit } from "./commit.ts";
import { Decimal, type DecimalValue } from "./decimal.ts";
import { DigestScalar, type DigestSet } from "./digest-set.ts";
import { Duration } from "./duration.ts";
import { GitRefScalar, type GitRef } from "./git-ref.ts";
import { IdentityScalar, type Identity } from "./identity.ts";
import { Int } from "./int.ts";
import { LicenceScalar, type Licence } from "./licence.ts";
import { Platform } from "./platform.ts";
import { Purl } from "./purl.ts";
import { RepositoryScalar, type Repository } from "./repository.ts";
import { SemVerScalar, type SemVer } from "./semver.ts";
import { StringScalar } from "./string.ts";
import { Timestamp } from "./timestamp.ts";
import { UriScalar, type Uri } from "./uri.ts";

/** The run-time value of each scalar type. */
export interface ScalarValues {
  readonly Bool: boolean;
  readonly Int: bigint;
  readonly Decimal: DecimalValue;
  readonly String: string;
  readonly Timestamp: bigint;
  readonly Duration: bigint;
  readonly Digest: DigestSet;
  readonly Commit: string;
  readonly Uri: Uri;
  readonly Repository: Repository;
  readonly GitRef: GitRef;
  readonly Platform: string;
  readonly Purl: string;
  readonly SemVer: SemVer;
  readonly Licence: Licence;
  readonly Identity: Identity;
}

export const scalars: { readonly [K in ScalarName]: Scalar<ScalarValues[K]> } = {
  Bool,
  Int,
  Decimal,
  String: StringScalar,
  Timestamp,
  Duration,
  Digest: DigestScalar,
  Commit,
  Uri: UriScalar,
  Repository: RepositoryScalar,
  GitRef: GitRefScalar,
  Platform,
  Purl,
  SemVer: SemVerScalar,
  Licence: LicenceScalar,
  Identity: IdentityScalar,
};
