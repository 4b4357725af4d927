import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Credential, HttpRequest, Peer, RegistryPorts } from "../../../src/registry/index.ts";
import { found, refused, stateOf, statuses } from "../../support/registry/ask.ts";
import { NAME, oneImage, onPath, registryWith, type OneImage } from "../../support/registry/one-image.ts";
import type { Asked, AuthKnob, Reply, Script } from "../../support/registry/registry.ts";
import { HOST, remotePorts, type RemotePorts } from "../../support/registry/remote.ts";

const tests = suite("registry faults: where a registry may send us");

const AUTH: AuthKnob = { kind: "basic", username: "me", password: "hidden" };
const ME: Credential = { kind: "password", username: "me", password: "hidden" };
const asMe: Partial<RegistryPorts> = { credentials: { credential: () => Promise.resolve({ ok: true, value: ME }) } };

/** Storage that refuses a second credential, as real ones do. */
function storage(one: OneImage): { answer(asked: Asked): Reply; seen: Asked[] } {
  const seen: Asked[] = [];
  return {
    seen,
    answer: (asked) => {
      seen.push(asked);
      if (asked.headers["authorization"] !== undefined) return { status: 400 };
      return { status: 200, body: one.signed.bytes };
    },
  };
}

function redirectBlobs(location: string, status = 307): Script {
  return onPath("/blobs/", (asked) => (asked.headers["authorization"] === undefined ? undefined : { status, headers: { location } }));
}

for (const status of [301, 302, 303, 307, 308]) {
  for (const place of ["storage.test", "localhost:5001", "localhost:80"]) {
    tests(`${status} to ${place}: the blob comes, the credentials stay`, async () => {
      const one = oneImage();
      const other = storage(one);
      const registry = registryWith(one, { auth: AUTH, script: redirectBlobs(`http://${place}/x?sig=1`, status) });
      const ports = remotePorts({ [HOST]: registry, [new URL(`http://${place}`).host]: other }, asMe);
      const discovery = await found(NAME, {}, ports);
      assert.is(discovery.envelopes.length, 1);
      assert.is(other.seen.length, 1);
      assert.is(other.seen[0]?.headers["authorization"], undefined);
    });
  }
}

tests("a redirect at home keeps the credentials", async () => {
  const one = oneImage();
  const script = onPath("/blobs/", (asked) =>
    asked.url.search === "" ? { status: 307, headers: { location: `${asked.url.pathname}?moved` } } : undefined,
  );
  const ports = remotePorts({ [HOST]: registryWith(one, { auth: AUTH, script }) }, asMe);
  const discovery = await found(NAME, {}, ports);
  assert.is(discovery.envelopes.length, 1);
  const moved = ports.transport.requests.find((request) => request.url.endsWith("?moved"));
  assert.match(moved?.headers["authorization"] ?? "", /^Basic /);
});

const REFUSED: readonly (readonly [what: string, location: string])[] = [
  ["from https to http", "http://storage.test/x"],
  ["to a file", "file:///etc/passwd"],
  ["to a name with a password", "https://a:b@storage.test/x"],
  ["to nowhere", "https://"],
];

for (const [what, location] of REFUSED) {
  tests(`a redirect ${what} is refused`, async () => {
    const one = oneImage();
    const registry = registryWith(one, { script: onPath("/blobs/", () => ({ status: 307, headers: { location } })) });
    const other = storage(one);
    const ports = remotePorts({ "registry.test": registry, "storage.test": other });
    const discovery = await found("registry.test/acme/app:1.0", {}, ports);
    assert.is(stateOf(discovery, one.referrer.digest), "failed redirect-refused");
    assert.is(statuses(discovery)["referrers-api"], "failed redirect-refused");
    assert.is(other.seen.length, 0);
  });
}

tests("a redirect that leads round ends", async () => {
  const one = oneImage();
  const registry = registryWith(one, {
    script: onPath("/blobs/", (asked, nth) => ({ status: 302, headers: { location: `${asked.url.pathname}?n=${nth}` } })),
  });
  const discovery = await found(NAME, {}, remotePorts({ [HOST]: registry }));
  assert.is(stateOf(discovery, one.referrer.digest), "failed redirect-refused");
  assert.is(registry.log.filter((line) => line.includes("/blobs/")).length, 6);
});

tests("an image may be behind a redirect too", async () => {
  const one = oneImage();
  const script: Script = (asked) => {
    if (!asked.url.pathname.endsWith("/manifests/1.0")) return undefined;
    return { status: 307, headers: { location: `http://mirror.test/v2/acme/app/manifests/${one.image.digest}` } };
  };
  const ports = remotePorts({ [HOST]: registryWith(one, { script }), "mirror.test": registryWith(one) });
  assert.is((await found(NAME, {}, ports)).subject.digest, one.image.digest);
});

function reachOf(ports: RemotePorts, host: string): HttpRequest["reach"] | undefined {
  return ports.transport.requests.find((request) => new URL(request.url).host === host)?.reach;
}

for (const peer of ["public", "private", "loopback"] as const satisfies readonly Peer[]) {
  tests(`a ${peer} registry's redirect reaches ${peer} addresses at most`, async () => {
    const one = oneImage();
    const registry = registryWith(one, {
      script: onPath("/blobs/", () => ({ status: 307, headers: { location: "https://storage.test/x" } })),
    });
    const ports = remotePorts({ "registry.test": { answer: (asked) => registry.answer(asked), peer }, "storage.test": storage(one) });
    await found("registry.test/acme/app:1.0", {}, ports);
    assert.is(reachOf(ports, "registry.test"), "named");
    assert.is(reachOf(ports, "storage.test"), peer);
  });

  tests(`a ${peer} registry's token server is at a ${peer} address at most`, async () => {
    const one = oneImage();
    const auth: AuthKnob = { kind: "bearer", realm: "https://token.test/token" };
    const registry = registryWith(one, { auth });
    const ports = remotePorts({ "registry.test": { answer: (asked) => registry.answer(asked), peer }, "token.test": registry });
    await found("registry.test/acme/app:1.0", {}, ports);
    assert.is(reachOf(ports, "token.test"), peer);
  });
}

tests("a second redirect reaches no further than the first", async () => {
  const one = oneImage();
  const registry = registryWith(one, {
    script: onPath("/blobs/", () => ({ status: 307, headers: { location: "https://second.test/x" } })),
  });
  const second = { answer: (): Reply => ({ status: 307, headers: { location: "https://third.test/x" } }), peer: "loopback" as const };
  const ports = remotePorts({
    "registry.test": { answer: (asked) => registry.answer(asked), peer: "public" },
    "second.test": second,
    "third.test": storage(one),
  });
  await found("registry.test/acme/app:1.0", {}, ports);
  assert.is(reachOf(ports, "third.test"), "public");
});

const REALMS: readonly (readonly [realm: string, says: RegExp])[] = [
  ["http://token.test/token", /not https/],
  ["ftp://token.test/token", /no token server/],
  ["https://a:b@token.test/token", /no token server/],
  ["/token", /no token server/],
  ["javascript:alert(1)", /no token server/],
];

for (const [realm, says] of REALMS) {
  tests(`a token server at ${realm} is refused`, async () => {
    const registry = registryWith(oneImage(), { auth: { kind: "bearer", realm } });
    const ports = remotePorts({ "registry.test": registry, "token.test": registry }, asMe);
    const fault = await refused("registry.test/acme/app:1.0", {}, ports);
    assert.is(fault.reason, "auth");
    assert.match(fault.detail, says);
    assert.not.ok(ports.transport.requests.some((request) => request.url.includes("token.test")));
  });
}

tests.run();
