import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createTransport, type TransportOptions } from "../../../src/platform/http/undici-transport.ts";
import type { HttpRequest } from "../../../src/registry/index.ts";
import type { Reply } from "../../support/registry/registry.ts";
import { serve } from "../../support/registry/serve.ts";
import { tlsCertificate, type TlsCertificate } from "../../support/tls-certificate.ts";

const tests = suite("platform transport");

const ASK = { method: "GET", headers: {}, maxBodyBytes: 1000, maxErrorBytes: 20, reach: "named", timeoutMs: 5000 } as const;

async function exchange(reply: Reply, more: Partial<HttpRequest> = {}, options: TransportOptions = {}): Promise<string> {
  const server = await serve({ answer: () => reply });
  const transport = createTransport({ proxy: "none", ...options });
  const answer = await transport.exchange({ ...ASK, url: `http://${server.host}/`, ...more });
  await transport.close();
  await server.close();
  if (!answer.ok) return answer.error.kind;
  return `${answer.value.status} ${Buffer.from(answer.value.body).toString().slice(0, 40)} ${answer.value.peer}`;
}

const CASES: readonly (readonly [what: string, reply: Reply, expected: string])[] = [
  ["a body", { status: 200, body: "hello" }, "200 hello loopback"],
  ["an error with a body", { status: 404, body: "gone" }, "404 gone loopback"],
  ["a redirect, which is not followed", { status: 302, headers: { location: "http://other.test/" } }, "302  loopback"],
  ["an encoded body, which is not decoded", { status: 200, headers: { "content-encoding": "gzip" }, body: "raw" }, "200 raw loopback"],
  ["a body at the cap", { status: 200, body: "x".repeat(1000) }, `200 ${"x".repeat(40)} loopback`],
  ["a body over the cap", { status: 200, body: "x".repeat(1001) }, "too-large"],
  ["a long error, which is cut", { status: 500, body: "x".repeat(5000) }, `500 ${"x".repeat(20)} loopback`],
  ["a body without an end", { status: 200, trouble: "endless" }, "too-large"],
  ["an error without an end", { status: 500, trouble: "endless" }, `500 ${"x".repeat(20)} loopback`],
  ["a body that breaks off", { status: 200, body: "x".repeat(100), trouble: "cut" }, "connection-lost"],
  ["a connection that breaks", { status: 200, trouble: "reset" }, "connection-lost"],
  ["a length that promises more", { status: 200, headers: { "content-length": "50" }, body: "short" }, "timeout"],
  ["headers that are too long", { status: 200, headers: { x: "y".repeat(20_000) }, body: "" }, "too-large"],
];

for (const [what, reply, expected] of CASES) {
  tests(what, async () => assert.is(await exchange(reply, {}, { bodyTimeoutMs: 300 }), expected));
}

tests("silence ends in time", async () => {
  assert.is(await exchange({ status: 200, trouble: "silent" }, { timeoutMs: 100 }), "timeout");
  assert.is(await exchange({ status: 200, trouble: "silent" }, {}, { headersTimeoutMs: 100 }), "timeout");
});

tests("a run that ends takes its exchange along", async () => {
  assert.is(await exchange({ status: 200, trouble: "silent" }, { signal: AbortSignal.timeout(50) }), "aborted");
});

async function reach(url: string, more: Partial<HttpRequest> = {}, options: TransportOptions = {}): Promise<string> {
  const transport = createTransport({ proxy: "none", connectTimeoutMs: 300, ...options });
  const answer = await transport.exchange({ ...ASK, url, ...more });
  await transport.close();
  return answer.ok ? "reached" : answer.error.kind;
}

tests("nobody listens there, and no such name", async () => {
  assert.is(await reach("http://127.0.0.1:1/"), "unreachable");
  const noName: TransportOptions = { resolver: (_, __, callback) => callback(Object.assign(new Error(""), { code: "ENOTFOUND" }), []) };
  assert.is(await reach("http://no.test/", {}, noName), "unreachable");
});

const FORBIDDEN: readonly (readonly [url: string, reach: HttpRequest["reach"]])[] = [
  ["http://169.254.169.254/latest/meta-data/", "named"],
  ["http://[fe80::1]/", "named"],
  ["http://[::ffff:169.254.169.254]/", "named"],
  ["http://2852039166/", "named"],
  ["http://127.0.0.1:1/", "public"],
  ["http://127.0.0.1:1/", "private"],
  ["http://0x7f000001/", "private"],
  ["http://[::1]/", "private"],
  ["http://10.0.0.1/", "public"],
];

for (const [url, from] of FORBIDDEN) {
  tests(`${url} is refused as ${from}`, async () => assert.is(await reach(url, { reach: from }), "address-refused"));
}

tests("a name is judged where the connection is made", async () => {
  const loopback: TransportOptions = { resolver: (_, __, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]) };
  assert.is(await reach("http://rebound.test/", { reach: "public" }, loopback), "address-refused");
  const metadata: TransportOptions = { resolver: (_, __, callback) => callback(null, [{ address: "169.254.169.254", family: 4 }]) };
  assert.is(await reach("http://rebound.test/", { reach: "named" }, metadata), "address-refused");
});

async function overTls({ key, cert }: TlsCertificate, trusted: readonly string[]): Promise<string> {
  const server = await serve({ answer: () => ({ status: 200, body: "hello" }) }, { key, cert });
  const outcome = await reach(`https://${server.host}/`, {}, { extraCertificates: trusted, connectTimeoutMs: 5000 });
  await server.close();
  return outcome;
}

tests("a server is believed when its authority is known, its name right and its time not over", async () => {
  const right = await tlsCertificate({ type: "ip", value: "127.0.0.1" }, 2);
  assert.is(await overTls(right, [right.cert]), "reached");
  assert.is(await overTls(right, []), "tls");
  const otherName = await tlsCertificate({ type: "dns", value: "other.test" }, 2);
  assert.is(await overTls(otherName, [otherName.cert]), "tls");
  const expired = await tlsCertificate({ type: "ip", value: "127.0.0.1" }, -1);
  assert.is(await overTls(expired, [expired.cert]), "tls");
});

tests("what is no TLS at all is a fault of TLS", async () => {
  const server = await serve({ answer: () => ({ status: 200 }) });
  assert.is(await reach(`https://${server.host}/`, {}, { connectTimeoutMs: 5000 }), "tls");
  await server.close();
});

tests.run();
