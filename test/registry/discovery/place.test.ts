/** What evidence says of where something lies, as a repository: closed forms, and nothing else. `registry.md` §4.6. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { repositoryPlace } from "../../../src/registry/discovery/place.ts";
import { checkProperty, fc } from "../../support/property.ts";

const tests = suite("places that evidence names");

const TABLE: readonly (readonly [place: string, repository: string])[] = [
  ["oci://ghcr.io/acme/base", "ghcr.io/acme/base"],
  ["oci://ghcr.io/acme/base:1.0", "ghcr.io/acme/base"],
  [`oci://ghcr.io/acme/base@sha256:${"ab".repeat(32)}`, "ghcr.io/acme/base"],
  ["pkg:oci/debian@sha256%3A244fd47e07d10?repository_url=docker.io/library/debian&arch=amd64", "docker.io/library/debian"],
  ["pkg:oci/debian@sha256%3A244f?arch=amd64", "-"],
  ["pkg:docker/golang@1.22", "docker.io/library/golang"],
  ["pkg:docker/acme%2Fgolang@1.22", "docker.io/acme/golang"],
  ["pkg:docker/customer/image@1?repository_url=gcr.io", "gcr.io/customer/image"],
  ["pkg:npm/left-pad@1.0.0?repository_url=ghcr.io/acme/base", "-"],
  ["https://ghcr.io/acme/base", "-"],
  ["git+https://github.com/acme/app", "-"],
  ["oci://", "-"],
  ["oci://user:secret@ghcr.io/acme", "-"],
  ["oci://ghcr.io/../etc", "-"],
  ["pkg:docker/%zz", "-"],
  [`oci://ghcr.io/${"a".repeat(3000)}`, "-"],
];
for (const [place, repository] of TABLE) {
  tests(place.slice(0, 80), () => {
    const found = repositoryPlace(place);
    assert.is(found === undefined ? "-" : `${found.domain}/${found.path}`, repository);
  });
}

tests("it never throws, and never keeps a tag or digest", () => {
  checkProperty(
    fc.property(fc.tuple(fc.constantFrom("oci://", "pkg:oci/a?repository_url=", "pkg:docker/"), fc.string()), ([head, tail]) => {
      const found = repositoryPlace(head + tail);
      assert.ok(found === undefined || (found.tag === undefined && found.digest === undefined));
    }),
  );
});

tests.run();
