import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isLoopbackHost, networkHost, parseReference, printReference } from "../../src/registry/reference.ts";
import { checkProperty, fc } from "../support/property.ts";

const tests = suite("registry reference");

const HEX = "a".repeat(64);
const HEX512 = "b".repeat(128);

const GOOD: readonly (readonly [text: string, printed: string])[] = [
  ["nginx", "docker.io/library/nginx"],
  ["nginx:1.27", "docker.io/library/nginx:1.27"],
  ["docker.io/nginx", "docker.io/library/nginx"],
  ["index.docker.io/library/nginx", "docker.io/library/nginx"],
  ["acme/app", "docker.io/acme/app"],
  ["ghcr.io/acme/app:v1", "ghcr.io/acme/app:v1"],
  ["localhost/app", "localhost/app"],
  ["localhost:5000/app:1.0", "localhost:5000/app:1.0"],
  ["Registry/app", "Registry/app"],
  ["[::1]:5000/app:x", "[::1]:5000/app:x"],
  ["[2001:db8::1]/a/b", "[2001:db8::1]/a/b"],
  ["h.example/a__b/c-d/e.f/g---h", "h.example/a__b/c-d/e.f/g---h"],
  [`ghcr.io/a/b@sha256:${HEX}`, `ghcr.io/a/b@sha256:${HEX}`],
  [`ghcr.io/a/b:tag@sha512:${HEX512}`, `ghcr.io/a/b:tag@sha512:${HEX512}`],
  ["ghcr.io/a/b:_odd-.tag", "ghcr.io/a/b:_odd-.tag"],
];

for (const [text, printed] of GOOD) {
  tests(`reads ${text}`, () => {
    const reference = parseReference(text);
    assert.ok(reference.ok);
    assert.is(printReference(reference.value), printed);
  });
}

const BAD: readonly (readonly [text: string, says: RegExp])[] = [
  ["", /name is needed/],
  [HEX, /bare digest/],
  ["ghcr.io/acme/App", /upper-case/],
  ["ghcr.io/acme//app", /component/],
  ["ghcr.io/", /component/],
  ["ghcr.io/../app", /component/],
  ["ghcr.io/a___b", /component/],
  ["ghcr.io/-a", /component/],
  ["ghcr.io/a:", /no tag/],
  ["ghcr.io/a:b/c", /component/],
  [`ghcr.io/a:${"t".repeat(129)}`, /no tag/],
  ["ghcr.io/a@sha256:../../x", /digest/],
  [`ghcr.io/a@sha256:${HEX.toUpperCase()}`, /digest/],
  [`ghcr.io/a@sha256:${HEX}a`, /digest/],
  [`ghcr.io/a@md5:${"a".repeat(32)}`, /digest/],
  [`ghcr.io/a@sha384:${"a".repeat(96)}`, /digest/],
  [`ghcr.io/a@sha256:${HEX}@sha256:${HEX}`, /digest/],
  [`@sha256:${HEX}`, /name is needed/],
  ["user@ghcr.io/a", /digest/],
  ["ghcr.io:99999/a", /host/],
  ["ghcr..io/a", /host/],
  ["[::zz]/a", /host/],
  ["[1.2.3.4]/a", /IPv6/],
  ["exa mple.io/a", /host/],
  [`ghcr.io/${"a".repeat(250)}`, /255/],
  ["x".repeat(10_000), /characters/],
];

for (const [text, says] of BAD) {
  tests(`refuses ${JSON.stringify(text.slice(0, 40))}`, () => {
    const reference = parseReference(text);
    assert.not.ok(reference.ok);
    assert.is(reference.ok ? "" : reference.error.kind, "reference-invalid");
    assert.match(reference.ok ? "" : reference.error.detail, says);
  });
}

tests("escapes what it quotes", () => {
  const reference = parseReference("ghcr.io/\u001b[31mred\u202e");
  assert.not.ok(reference.ok);
  assert.match(reference.ok ? "" : reference.error.detail, /\\u\{1b\}\[31mred\\u\{202e\}/);
});

tests("speaks to Docker Hub under its own network name", () => {
  const hub = parseReference("nginx");
  const other = parseReference("ghcr.io/a");
  assert.is(hub.ok && networkHost(hub.value), "registry-1.docker.io");
  assert.is(other.ok && networkHost(other.value), "ghcr.io");
});

const LOOPBACK: readonly (readonly [host: string, is: boolean])[] = [
  ["localhost", true],
  ["localhost:5000", true],
  ["a.localhost", true],
  ["127.0.0.1:80", true],
  ["127.9.9.9", true],
  ["[::1]:5000", true],
  ["10.0.0.1", false],
  ["192.168.1.1", false],
  ["localhost.example", false],
  ["notlocalhost", false],
  ["127.0.0.1.example", false],
];

for (const [host, is] of LOOPBACK) tests(`${host} is ${is ? "" : "not "}this machine`, () => assert.is(isLoopbackHost(host), is));

tests("printing a parsed reference and parsing it again changes nothing", () => {
  const component = fc.stringMatching(/^[a-z0-9]{1,8}(?:[.-][a-z0-9]{1,4})?$/);
  const host = fc.constantFrom("ghcr.io", "localhost:5000", "[::1]:8", "docker.io", "Host");
  const tag = fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/), { nil: undefined });
  checkProperty(
    fc.property(host, fc.array(component, { minLength: 1, maxLength: 4 }), tag, fc.boolean(), (domain, path, name, pinned) => {
      const text = `${domain}/${path.join("/")}${name === undefined ? "" : `:${name}`}${pinned ? `@sha256:${HEX}` : ""}`;
      const once = parseReference(text);
      if (!once.ok) throw new Error(once.error.detail);
      const twice = parseReference(printReference(once.value));
      assert.equal(twice, once);
    }),
  );
});

tests("never throws", () => {
  checkProperty(fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => assert.type(parseReference(text).ok, "boolean")));
  checkProperty(
    fc.property(fc.stringMatching(/^[a-z:/@.[\]-]{0,80}$/), (text) => {
      assert.type(parseReference(text).ok, "boolean");
    }),
  );
});

tests.run();
