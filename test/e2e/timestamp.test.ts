/** `policy attest --timestamp-url`: a token of the local authority over HTTP goes into the bundle once it holds, and a policy asks for it. */
import { generateKeyPairSync } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { instantFromMilliseconds, type Instant } from "../../src/base/index.ts";
import { run } from "../../src/cli/main.ts";
import { tlsCertificate } from "../support/tls-certificate.ts";
import { createWorld } from "../../src/testing/index.ts";
import { issueToken, type TokenPlan } from "../../src/testing/world/timestamp-authority.ts";
import { memoryIo } from "../cli/memory-io.ts";
import { scratch } from "../support/run-policy.ts";
import { judgeWith } from "../support/trust/judge-with.ts";
import { crypto } from "../support/trust/run.ts";
import { web } from "../support/trust/signing.ts";

const ports = { crypto: web, hasher: crypto };
const NOW = instantFromMilliseconds(Date.parse("2026-11-25T10:00:00Z"));
const world = await createWorld({ seed: "timestamps", now: NOW }, ports);
const stranger = await createWorld({ seed: "stranger", now: NOW, operator: "stranger.example" }, ports);
const { own } = world.instance.timestampAuthorities;
const { own: strange } = stranger.instance.timestampAuthorities;

interface Question {
  readonly imprint: Uint8Array;
  readonly nonce: Uint8Array;
}

/** Written for this one form of request: 54 bytes up to the imprint's end, then a nonce, then a boolean. */
function readQuestion(der: Uint8Array): Question {
  const hash = Buffer.from(der).indexOf(Buffer.from([0x04, 0x20]));
  const nonceAt = hash + 34;
  assert.is(der[nonceAt], 0x02);
  return { imprint: der.slice(hash + 2, nonceAt), nonce: der.slice(nonceAt + 2, nonceAt + 2 + (der[nonceAt + 1] ?? 0)) };
}

const SHA256 = "2.16.840.1.101.3.4.2.1";

/** What one authority answers to a question. */
type Answer = (question: Question) => Promise<Answered>;
interface Answered {
  readonly status?: number;
  readonly type?: string;
  readonly body: Uint8Array;
}

const token = (change: (question: Question) => Partial<TokenPlan>, at: Instant = NOW): Answer => {
  return async (question) => {
    const plan = { authority: own, imprint: { algorithm: SHA256, digest: question.imprint }, nonce: question.nonce, ...change(question) };
    return { body: await issueToken(new Uint8Array(), at, plan, ports) };
  };
};
const good = token(() => ({}));

async function withAuthority<T>(answer: Answer, use: (url: string) => Promise<T>, tls?: ServerOptions): Promise<T> {
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      assert.is(request.method, "POST");
      assert.is(request.headers["content-type"], "application/timestamp-query");
      void answer(readQuestion(Buffer.concat(chunks))).then(({ status = 200, type = "application/timestamp-reply", body }) => {
        response.writeHead(status, { "content-type": type });
        response.end(body);
      });
    });
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await use(`${tls === undefined ? "http" : "https"}://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/timestamp`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const SUBJECT = `sha256:${"a".repeat(64)}`;
const folder = scratch();
const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
const publicPem = pair.publicKey.export({ format: "pem", type: "spki" }).toString();
writeFileSync(join(folder, "predicate.json"), '{"by":"alice"}');
writeFileSync(join(folder, "sign.key"), pair.privateKey.export({ format: "pem", type: "pkcs8" }), { mode: 0o600 });
writeFileSync(join(folder, "root.json"), world.trustedRoot());
writeFileSync(join(folder, "strange.json"), stranger.trustedRoot());
writeFileSync(
  join(folder, "no-authority.json"),
  world.trustedRoot((json) => ({ ...(json as object), timestampAuthorities: [] })),
);

interface Signed {
  readonly code: number;
  readonly stderr: string;
  /** Absent: nothing was written. */
  readonly bundle?: string;
}

let made = 0;
async function attest(...more: readonly string[]): Promise<Signed> {
  const io = memoryIo({ cwd: folder });
  const output = join(folder, `out-${made++}.json`);
  const what = ["--type", "https://example.com/reviewed/v1", "--predicate", "predicate.json", "--key", "sign.key"];
  const code = await run(["attest", SUBJECT, ...what, "--output", output, ...more], io);
  const { stderr, stdout } = io.written;
  assert.is(stdout, "");
  return { code, stderr, ...(existsSync(output) && { bundle: readFileSync(output, "utf8") }) };
}

const stampedBy = (url: string, ...more: readonly string[]) => attest("--format", "bundle", "--timestamp-url", url, ...more);

const trust = 'key "sign.pub"\n  timestamped yes';
const judge = async (bundle: string, root: Uint8Array = world.trustedRoot()) =>
  (await judgeWith({ trust, files: { "sign.pub": publicPem }, evidence: [bundle], instances: { "public-good": root } })).text;

const tests = suite("timestamps");
for (const root of [[], ["--timestamp-root", "root.json"]])
  tests(`a token of the local authority, ${root.length === 0 ? "unknown" : "known"} to the signer`, async () => {
    const { code, stderr, bundle = "" } = await withAuthority(good, (url) => stampedBy(url, ...root));
    assert.equal([code, stderr], [0, ""]);
    assert.is(await judge(bundle), "satisfied");
    assert.match(await judge(bundle, stranger.trustedRoot()), /timestamp-threshold-not-met/u);
  });
tests("the same without a timestamp is not enough", async () => {
  const { code, bundle = "" } = await attest("--format", "bundle");
  assert.is(code, 0);
  assert.match(await judge(bundle), /^unverifiable ← threshold · timestamp-threshold-not-met$/u);
});

const known = ["--timestamp-root", "root.json"];
const refused: readonly (readonly [name: string, answer: Answer, said: RegExp, more?: readonly string[]])[] = [
  ["about another signature", token(() => ({ imprint: { algorithm: SHA256, digest: new Uint8Array(32) } })), /token-imprint-mismatch/u],
  [
    "by a hash that is too weak",
    token(({ imprint }) => ({ imprint: { algorithm: "1.3.14.3.2.26", digest: imprint } })),
    /token-imprint-mismatch/u,
  ],
  ["to another question", token(() => ({ nonce: new Uint8Array([1, 2, 3]) })), /does not repeat the number that was sent/u],
  [
    "without the number that was sent",
    async (question) => ({
      body: await issueToken(new Uint8Array(), NOW, { authority: own, imprint: { algorithm: SHA256, digest: question.imprint } }, ports),
    }),
    /does not repeat the number that was sent/u,
  ],
  ["refused by the authority", token(() => ({ status: 2 })), /token-not-granted/u],
  ["that is no token", async () => ({ body: new Uint8Array([0x30, 0x00]) }), /token-malformed/u],
  ["of another authority", token(() => ({ authority: strange })), /token-signer-unknown/u, known],
  ["signed by another key", token(() => ({ key: strange.leaf.key })), /token-signature-invalid/u, known],
  [
    "outside the authority's window",
    token(() => ({}), instantFromMilliseconds(Date.parse("2020-01-01T00:00:00Z"))),
    /token-outside-window/u,
    known,
  ],
  ["of another content type", token(() => ({ attributeType: "1.2.840.113549.1.7.1" })), /token-malformed/u, known],
  ["with a status of failure", async () => ({ status: 503, body: new Uint8Array() }), /answers with status 503/u],
  [
    "of another media type",
    async () => ({ type: "text/html", body: new Uint8Array() }),
    /something else than application\/timestamp-reply/u,
  ],
  ["that is too large", async () => ({ body: new Uint8Array(64 * 1024 + 1) }), /too-large/u],
];
for (const [name, answer, said, more = []] of refused)
  tests(`an answer ${name} writes nothing`, async () => {
    const { code, stderr, bundle } = await withAuthority(answer, (url) => stampedBy(url, ...more));
    assert.equal([code, bundle], [4, undefined]);
    assert.match(stderr, /^policy: the timestamp authority at 127\.0\.0\.1:\d+ gave no timestamp: /u);
    assert.match(stderr, said);
    assert.match(stderr, /help: nothing was written or attached/u);
  });
const strangers: readonly (readonly [name: string, change: Partial<TokenPlan>])[] = [
  ["another authority's, unknown to the signer", { authority: strange }],
];
for (const [name, change] of strangers)
  tests(`${name}: the bundle is written, and no policy takes its time`, async () => {
    const { code, bundle = "" } = await withAuthority(
      token(() => change),
      (url) => stampedBy(url),
    );
    assert.is(code, 0);
    assert.match(await judge(bundle), /timestamp-threshold-not-met/u);
  });
tests("an authority whose certificate only --ca-file knows", async () => {
  const { key, cert } = await tlsCertificate({ type: "ip", value: "127.0.0.1" }, 2);
  writeFileSync(join(folder, "ca.pem"), cert);
  const ask = (...more: readonly string[]) =>
    withAuthority(good, (url) => stampedBy(url, "--timestamp-root", "root.json", ...more), { key, cert });
  const { code, bundle = "", stderr } = await ask("--ca-file", "ca.pem");
  assert.is(code, 0, stderr);
  assert.match(bundle, /rfc3161Timestamps/u);
  const without = await ask();
  assert.equal([without.code, without.bundle], [4, undefined]);
  assert.match(without.stderr, /gave no timestamp: tls/u);
});
tests("nobody there", async () => {
  const { code, stderr, bundle } = await stampedBy("http://127.0.0.1:9/");
  assert.equal([code, bundle], [4, undefined]);
  assert.match(stderr, /gave no timestamp: unreachable/u);
});
const words: readonly (readonly [words: readonly string[], said: RegExp])[] = [
  [["--timestamp-url", "http://tsa.example"], /a DSSE envelope has no place for a timestamp/u],
  [["--format", "bundle", "--timestamp-url", "tsa.example"], /is no address of a timestamp authority/u],
  [["--format", "bundle", "--timestamp-url", "http://user:pw@tsa.example"], /is no address of a timestamp authority/u],
  [["--format", "bundle", "--timestamp-url", "file:///etc/passwd"], /is no address of a timestamp authority/u],
  [["--format", "bundle", "--timestamp-root", "root.json"], /none is asked for/u],
  [
    ["--format", "bundle", "--timestamp-url", "http://tsa.example", "--timestamp-root", "no-authority.json"],
    /lists no timestamp authority/u,
  ],
  [["--format", "bundle", "--timestamp-url", "http://tsa.example", "--timestamp-root", "none.json"], /cannot be read/u],
  [["--format", "bundle", "--timestamp-url", "http://tsa.example", "--timestamp-root", "predicate.json"], /cannot be used/u],
  [["--format", "bundle", "--timestamp-url", "https://tsa.example", "--ca-file", "none.pem"], /the CA file `.*none\.pem` cannot be read/u],
];
for (const [flags, said] of words)
  tests(`refused: ${flags.join(" ")}`, async () => {
    const { code, stderr, bundle } = await attest(...flags);
    assert.equal([code, bundle], [4, undefined]);
    assert.match(stderr, said);
    const dry = await attest(...flags, "--dry-run");
    assert.equal([dry.code, dry.bundle], [4, undefined], "a dry run refuses the same words");
    assert.match(dry.stderr, said);
  });
tests.run();
