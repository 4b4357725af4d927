/** The policies that we ship with tests, and how their tests are run: as `policy test` does, the policy unchanged or with one edit. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { encodeUtf8 } from "../../src/base/index.ts";
import { openTests, type Opened } from "../support/policy-tests.ts";
import { projectRoot } from "../support/run-policy.ts";

export interface Shipped {
  readonly folder: string;
  readonly file: string;
}

export const release: Shipped = { folder: "policies/release", file: "release.policy" };
export const slsa: Shipped = { folder: "policies/slsa", file: "slsa.policy" };
export const ssdf: Shipped = { folder: "policies/ssdf", file: "ssdf.policy" };
export const vsa: Shipped = { folder: "policies/vsa", file: "package.policy" };
export const wrangle: Shipped = { folder: "policies/wrangle", file: "wheel.policy" };
export const quickstart: Shipped = { folder: "policies/quickstart", file: "quickstart.policy" };
export const slsaImages: Shipped = { folder: "policies/slsa-images", file: "slsa-verifier.policy" };

/** Opened whole, with `text` in the place of the policy's own. */
export function open({ folder, file }: Shipped, text?: string): Promise<Opened> {
  return openTests(file, (path) => {
    if (path === file && text !== undefined) return encodeUtf8(text);
    const at = join(projectRoot, folder, path);
    return existsSync(at) ? new Uint8Array(readFileSync(at)) : undefined;
  });
}

export function textOf({ folder, file }: Shipped): string {
  return readFileSync(join(projectRoot, folder, file), "utf8");
}
