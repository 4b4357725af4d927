import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseUri, scalars, uriUnder, type Uri } from "../../../src/base/index.ts";
import { checkProperty, fc } from "../../support/property.ts";

const test = suite("uri");
const { Uri: UriScalar } = scalars;

function uri(text: string): Uri {
  const parsed = parseUri(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error}`);
  return parsed.value;
}

const NORMAL: readonly (readonly [text: string, normal: string])[] = [
  ["https://github.com/acme/app", "https://github.com/acme/app"],
  ["HTTPS://GitHub.COM/Acme/App", "https://github.com/Acme/App"],
  ["https://github.com", "https://github.com/"],
  ["https://github.com:443/a", "https://github.com/a"],
  ["https://github.com:0443/a", "https://github.com/a"],
  ["https://github.com:/a", "https://github.com/a"],
  ["https://github.com:8443/a", "https://github.com:8443/a"],
  ["http://a:80", "http://a/"],
  ["git+https://github.com:443/a", "git+https://github.com/a"],
  ["https://a/b/./c/../d", "https://a/b/d"],
  ["https://a/../../b", "https://a/b"],
  ["https://a/b/..", "https://a/"],
  ["https://a/b/.", "https://a/b/"],
  ["https://a/%7Euser/%41%2f", "https://a/~user/A%2F"],
  ["https://a/b%2e%2e", "https://a/b.."],
  ["https://a/b/%2e%2e/c", "https://a/c"],
  ["https://a/b?q=%7e/../x#f/../g", "https://a/b?q=~/../x#f/../g"],
  ["https://[2001:DB8::1]:443/x", "https://[2001:db8::1]/x"],
  ["eXAMPLE://a/./b/../b/%63/%7bfoo%7d", "example://a/b/c/%7Bfoo%7D"],
  ["urn:isbn:0451450523", "urn:isbn:0451450523"],
  ["pkg:npm/%40acme/a@1.0.0", "pkg:npm/%40acme/a@1.0.0"],
  ["spiffe://trust.example/ns/a", "spiffe://trust.example/ns/a"],
  ["file:///etc/passwd", "file:///etc/passwd"],
  ["mailto:a@b.example", "mailto:a@b.example"],
];

test("RFC 3986 section 6.2", () => {
  for (const [text, normal] of NORMAL) assert.is(uri(text).text, normal, text);
});

/** RFC 3986 §5.4, the examples whose result does not depend on a base but on dot segments. */
test("RFC 3986 section 5.4: dot segments", () => {
  const cases = [
    ["http://a/b/c/./g", "http://a/b/c/g"],
    ["http://a/b/c/../../g", "http://a/g"],
    ["http://a/b/c/../../../g", "http://a/g"],
    ["http://a/b/c/../../../../g", "http://a/g"],
    ["http://a/b/c/g.", "http://a/b/c/g."],
    ["http://a/b/c/..g", "http://a/b/c/..g"],
    ["http://a/b/c/./../g", "http://a/b/g"],
    ["http://a/b/c/./g/.", "http://a/b/c/g/"],
    ["http://a/b/c/g;x=1/../y", "http://a/b/c/y"],
  ] as const;
  for (const [text, normal] of cases) assert.is(uri(text).text, normal, text);
});

const REFUSED: readonly (readonly [text: string, reason: RegExp])[] = [
  ["", /scheme/],
  ["github.com/acme", /scheme/],
  ["//github.com/acme", /scheme/],
  ["1https://a", /scheme/],
  ["https://alice@github.com/", /user/],
  ["https://alice:pw@github.com/", /user/],
  ["https://github.com@evil.example/", /user/],
  ["https:///path", /no host/],
  ["https://a b/", /character/],
  ["https://a/\\..\\b", /character/],
  ["https://a/\u0000", /character/],
  ["https://a/\n", /character/],
  ["https://exämple.com/", /character/],
  ["https://a/%", /hex digits/],
  ["https://a/%zz", /hex digits/],
  ["https://a:99999/", /port/],
  ["https://a:b/", /host/],
  ["https://[zz]/", /host/],
  ["https://a/b%2f..%2fc", /hides/],
  ["https://a/..%2fc", /hides/],
  ["https://a/..%5cc", /hides/],
  ["https://a/%252e%252e/c", /hides/],
  ["https://a/%25252e%25252e%25252fc", /hides/],
  ["https://a/b%00c", /hides/],
  ["https://a/b%0ac", /hides/],
  ["pkg:npm/../x", /root/],
  ["urn:.", /root/],
  ["x://", /no host/],
  ["x:/%2e//a", /two slashes/],
  [`https://a/${"b".repeat(9_000)}`, /longer/],
];

test("refuses what is not an absolute URI, names a user, or hides a step upwards", () => {
  for (const [text, reason] of REFUSED) {
    const parsed = parseUri(text);
    assert.ok(!parsed.ok && reason.test(parsed.error), `${text.slice(0, 60)}: ${parsed.ok ? parsed.value.text : parsed.error}`);
  }
});

const UNDER: readonly (readonly [a: string, b: string, expected: boolean])[] = [
  ["https://github.com/acme", "https://github.com/acme", true],
  ["https://github.com/acme/app", "https://github.com/acme", true],
  ["https://github.com/acme/app", "https://github.com/acme/", true],
  ["https://github.com/acme/", "https://github.com/acme", true],
  ["https://github.com/acme", "https://github.com/acme/", true],
  ["https://github.com/acme", "https://github.com", true],
  ["HTTPS://GITHUB.com:443/acme/app", "https://github.com/acme", true],
  ["https://github.com/%61cme/app", "https://github.com/acme", true],
  ["https://github.com/acme/app?x=1#y", "https://github.com/acme", true],
  ["https://github.com/acme-evil/app", "https://github.com/acme", false],
  ["https://github.com/acm", "https://github.com/acme", false],
  ["https://github.com/Acme/app", "https://github.com/acme", false],
  ["https://github.com/acme/../evil", "https://github.com/acme", false],
  ["https://github.com/acme/%2e%2e/evil", "https://github.com/acme", false],
  ["https://github.com/acme/.%2e/evil", "https://github.com/acme", false],
  ["https://github.com//acme/app", "https://github.com/acme", false],
  ["https://github.com/acme%2Fapp", "https://github.com/acme", false],
  ["http://github.com/acme/app", "https://github.com/acme", false],
  ["https://github.com:8443/acme/app", "https://github.com/acme", false],
  ["https://github.com.evil.example/acme", "https://github.com/acme", false],
  ["https://evil.example/https://github.com/acme", "https://github.com/acme", false],
  ["https://github.com/acme/app", "https://github.com/acme?x", false],
  ["https://github.com/acme?x", "https://github.com/acme?x", true],
  ["pkg:npm/acme/app@1", "pkg:npm/acme", true],
  ["pkg:npm/acme/app@1", "pkg:pypi/acme", false],
  ["urn:a:b", "urn:a", false],
];

test("under compares whole segments of the normalised value", () => {
  for (const [a, b, expected] of UNDER) assert.is(uriUnder(uri(a), uri(b)), expected, `${a} under ${b}`);
});

const anyUri = fc
  .webUrl({ withQueryParameters: true, withFragments: true, validSchemes: ["https", "ssh"] })
  .filter((text) => parseUri(text).ok);

test("law: normalising twice is normalising once", () => {
  checkProperty(fc.property(anyUri, (text) => assert.equal(uri(uri(text).text), uri(text))));
});

test("law: what is appended stays under", () => {
  checkProperty(
    fc.property(anyUri, fc.stringMatching(/^[a-z0-9-]{1,8}$/), (text, segment) => {
      const { scheme, authority, segments } = uri(text);
      const base = `${scheme}://${authority}/${segments.join("/")}`.replace(/\/$/u, "");
      assert.ok(uriUnder(uri(`${base}/${segment}`), uri(base)));
      assert.not.ok(uriUnder(uri(`${base}${segment}/x`), uri(`${base}/`)) && segments.join("") !== "");
    }),
  );
});

test("law: nothing under a folder has the platform's parser climb out of it", () => {
  const tricks = fc.array(fc.constantFrom("..", ".", "%2e", "%2E", "%2f", "%5c", "%25", "2e", "/", "a", "?", "#", "%"), { maxLength: 8 });
  const folder = uri("https://h.example/acme");
  checkProperty(
    fc.property(tricks, (parts) => {
      const parsed = parseUri(`https://h.example/acme/${parts.join("")}`);
      if (!parsed.ok || !uriUnder(parsed.value, folder)) return;
      const { pathname } = new URL(parsed.value.text);
      assert.ok(pathname === "/acme" || pathname.startsWith("/acme/"), pathname);
      let decoded = pathname;
      for (let i = 0; i < 10; i++)
        decoded = decoded.replaceAll(/%([0-9a-f]{2})/giu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
      assert.not.ok(decoded.split(/[/\\]/u).includes(".."), pathname);
    }),
  );
});

test("law: total", () => {
  checkProperty(fc.property(fc.string({ unit: "binary" }), (text) => assert.type(parseUri(text).ok, "boolean")));
  for (const json of [null, 1, true, [], {}]) assert.not.ok(UriScalar.fromJson(json).ok);
});

test.run();
