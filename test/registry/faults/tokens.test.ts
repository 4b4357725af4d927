import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Credential, RegistryPorts } from "../../../src/registry/index.ts";
import { envelope } from "../../support/registry/content.ts";
import { found, refused } from "../../support/registry/ask.ts";
import { NAME, oneImage, onPath, registryWith } from "../../support/registry/one-image.ts";
import { basic, type AuthKnob, type Reply } from "../../support/registry/registry.ts";
import { HOST, remotePorts } from "../../support/registry/remote.ts";

const tests = suite("registry faults: credentials and tokens");

const REALM = `http://${HOST}/token`;
const SECRET = "pa55word-that-must-not-show";

function as(credential: Credential | undefined): Partial<RegistryPorts> {
  return { credentials: { credential: () => Promise.resolve({ ok: true, value: credential }) } };
}

const ME: Credential = { kind: "password", username: "me", password: SECRET };

tests("nobody needs no credentials, and none are looked for", async () => {
  let asked = 0;
  const counting = { credentials: { credential: () => Promise.resolve({ ok: true as const, value: (asked++, undefined) }) } };
  await found(NAME, {}, remotePorts({ [HOST]: registryWith(oneImage()) }, counting));
  assert.is(asked, 0);
});

tests("first contact costs two requests more: the challenge and the token", async () => {
  const registry = registryWith(oneImage(), { auth: { kind: "bearer", realm: REALM } });
  const ports = remotePorts({ [HOST]: registry });
  await found(NAME, {}, ports);
  assert.is(registry.log.length, 6 + 2);
  assert.is(registry.log.filter((line) => line.includes("/token")).length, 1);
  assert.is(ports.transport.rounds, 4 + 2);
  const token = registry.asked.find((asked) => asked.url.pathname === "/token");
  assert.is(token?.url.searchParams.get("service"), "test");
  assert.equal(token?.url.searchParams.getAll("scope"), ["repository:acme/app:pull"]);
  assert.is(token?.headers["authorization"], undefined);
});

tests("the token server learns who we are, the registry sees the token alone", async () => {
  const auth: AuthKnob = { kind: "bearer", realm: REALM, username: "me", password: SECRET };
  const registry = registryWith(oneImage(), { auth });
  await found(NAME, {}, remotePorts({ [HOST]: registry }, as(ME)));
  for (const asked of registry.asked) {
    const sent = asked.headers["authorization"];
    if (asked.url.pathname === "/token") assert.is(sent, basic("me", SECRET));
    else assert.ok(sent === undefined || sent === "Bearer token-1");
  }
});

tests("basic credentials are sent once they are asked for", async () => {
  const registry = registryWith(oneImage(), { auth: { kind: "basic", username: "me", password: SECRET } });
  const discovery = await found(NAME, {}, remotePorts({ [HOST]: registry }, as(ME)));
  assert.is(discovery.envelopes.length, 1);
  assert.is(registry.log.length, 6 + 1);
  assert.is(registry.asked[0]?.headers["authorization"], undefined);
});

const REFUSALS: readonly (readonly [what: string, auth: AuthKnob, credential: Credential | undefined])[] = [
  ["none for basic", { kind: "basic", username: "me", password: SECRET }, undefined],
  ["wrong ones for basic", { kind: "basic", username: "me", password: "other" }, ME],
  ["none for the token server", { kind: "bearer", realm: REALM, username: "me", password: SECRET }, undefined],
  ["wrong ones for the token server", { kind: "bearer", realm: REALM, username: "me", password: "other" }, ME],
  ["tokens that never serve", { kind: "bearer", realm: REALM, serves: "no" }, ME],
  ["a registry token that does not serve", { kind: "bearer", realm: REALM }, { kind: "registry-token", token: SECRET }],
];

for (const [what, auth, credential] of REFUSALS) {
  tests(`credentials: ${what}`, async () => {
    const registry = registryWith(oneImage(), { auth });
    const fault = await refused(NAME, {}, remotePorts({ [HOST]: registry }, as(credential)));
    assert.is(fault.reason, "auth");
    assert.not.match(JSON.stringify(fault), SECRET);
    assert.not.match(JSON.stringify(fault), "token-1");
    assert.ok(registry.log.length <= 4);
  });
}

tests("a helper that broke is a fault, and never anonymous", async () => {
  const broken = {
    credentials: {
      credential: () => Promise.resolve({ ok: false as const, error: { reason: "auth" as const, detail: "the helper broke" } }),
    },
  };
  const registry = registryWith(oneImage(), { auth: { kind: "bearer", realm: REALM } });
  assert.is((await refused(NAME, {}, remotePorts({ [HOST]: registry }, broken))).reason, "auth");
  assert.not.ok(registry.log.some((line) => line.includes("/token")));
});

tests("an identity token is exchanged by its own endpoint", async () => {
  const registry = registryWith(oneImage(), { auth: { kind: "bearer", realm: REALM } });
  const ports = remotePorts({ [HOST]: registry }, as({ kind: "identity-token", token: "refresh" }));
  assert.is((await found(NAME, {}, ports)).envelopes.length, 1);
  const post = ports.transport.requests.find((request) => request.method === "POST");
  const form = new URLSearchParams(post?.body);
  assert.equal(Object.fromEntries(form), {
    grant_type: "refresh_token",
    client_id: "proviso",
    refresh_token: "refresh",
    scope: "repository:acme/app:pull",
    service: "test",
  });
});

for (const status of [404, 405]) {
  tests(`a token server without that endpoint (${status}) is asked the old way`, async () => {
    const script = onPath("/token", (asked) => (asked.method === "POST" ? { status } : undefined));
    const registry = registryWith(oneImage(), { auth: { kind: "bearer", realm: REALM }, script });
    const discovery = await found(NAME, {}, remotePorts({ [HOST]: registry }, as({ kind: "identity-token", token: "refresh" })));
    assert.is(discovery.envelopes.length, 1);
  });
}

const TOKENS: readonly (readonly [what: string, reply: Reply])[] = [
  ["401", { status: 401 }],
  ["403", { status: 403 }],
  ["404", { status: 404 }],
  ["no JSON", { status: 200, body: "token" }],
  ["no token", { status: 200, body: "{}" }],
  ["a number", { status: 200, body: '{"token":1}' }],
  ["an empty token", { status: 200, body: '{"token":""}' }],
  ["a token that breaks the line", { status: 200, body: '{"token":"a\\r\\nx: y"}' }],
  ["a key twice", { status: 200, body: '{"token":"a","token":"b"}' }],
];

for (const [what, reply] of TOKENS) {
  tests(`a token server that answers ${what}`, async () => {
    const registry = registryWith(oneImage(), { auth: { kind: "bearer", realm: REALM }, script: onPath("/token", () => reply) });
    assert.is((await refused(NAME, {}, remotePorts({ [HOST]: registry }))).reason, "auth");
    assert.is(registry.log.filter((line) => line.includes("/token")).length, 1);
  });
}

tests("access_token is as good as token", async () => {
  const script = onPath("/token", () => ({ status: 200, body: '{"access_token":"mine"}' }));
  const registry = registryWith(oneImage(), { script: (asked, nth) => script(asked, nth) ?? needsMine(asked.headers["authorization"]) });
  assert.is((await found(NAME, {}, remotePorts({ [HOST]: registry }))).envelopes.length, 1);
});

function needsMine(sent: string | string[] | undefined): Reply | undefined {
  return sent === "Bearer mine" ? undefined : { status: 401, headers: { "www-authenticate": `Bearer realm="${REALM}"` } };
}

tests("a token that dies between pages, and again before the blobs, is replaced once for all who wait", async () => {
  const one = oneImage();
  for (let index = 0; index < 12; index++) one.content.referrer(one.image, [envelope(`${index}`)]);
  let isFirstBlob = true;
  const registry = registryWith(one, {
    auth: { kind: "bearer", realm: REALM },
    referrers: { kind: "on", pageSize: 4 },
    script: (asked, nth) => {
      if (asked.url.search === "?from=4" && nth === 1) registry.revokeTokens();
      if (asked.url.pathname.includes("/blobs/") && isFirstBlob) {
        isFirstBlob = false;
        registry.revokeTokens();
      }
      return undefined;
    },
  });
  const discovery = await found(NAME, {}, remotePorts({ [HOST]: registry }));
  assert.is(discovery.envelopes.length, 13);
  assert.ok(discovery.absenceHolds);
  assert.is(registry.log.filter((line) => line.includes("/token")).length, 3);
});

tests("a token is replaced before it dies", async () => {
  const script = onPath("/token", (_, nth) => ({ status: 200, body: `{"token":"t${nth}","expires_in":10}` }));
  const limited = onPath("/referrers/", (asked, nth) =>
    nth <= 2 && asked.headers["authorization"] === "Bearer t1" ? { status: 503, headers: { "retry-after": "5" } } : undefined,
  );
  const registry = registryWith(oneImage(), {
    script: (asked, nth) =>
      script(asked, nth) ?? (asked.headers["authorization"] === undefined ? needsMine(undefined) : limited(asked, nth)),
  });
  const ports = remotePorts({ [HOST]: registry });
  await found(NAME, {}, ports);
  const last = ports.transport.requests.filter((request) => request.url.includes("/blobs/"));
  assert.ok(last.every((request) => request.headers["authorization"] === "Bearer t2"));
});

tests("a wider scope is asked for first, another repository's never", async () => {
  const scopes: string[][] = [];
  const answer = (wanted: string): ReturnType<typeof registryWith> =>
    registryWith(oneImage(), {
      script: (asked) => {
        if (asked.url.pathname === "/token") {
          scopes.push(asked.url.searchParams.getAll("scope"));
          return { status: 200, body: `{"token":"t${scopes.length}"}` };
        }
        const isEnough = asked.headers["authorization"] === `Bearer t${scopes.length}` && scopes.length > 0;
        return isEnough
          ? undefined
          : { status: 401, headers: { "www-authenticate": `Bearer realm="${REALM}",scope="${wanted}",error="insufficient_scope"` } };
      },
    });
  await found(NAME, {}, remotePorts({ [HOST]: answer("repository:acme/app:pull,metadata") }));
  await found(NAME, {}, remotePorts({ [HOST]: answer("repository:acme/secret:pull,push") }));
  assert.equal(scopes, [["repository:acme/app:pull,metadata", "repository:acme/app:pull"], ["repository:acme/app:pull"]]);
});

tests.run();
