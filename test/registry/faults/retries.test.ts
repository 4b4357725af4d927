import { suite } from "uvu";
import * as assert from "uvu/assert";
import { retryAfterMs } from "../../../src/registry/host-gate.ts";
import { found, refused, source, statuses, statusOf } from "../../support/registry/ask.ts";
import { NAME, oneImage, onPath, registryWith, tryScript } from "../../support/registry/one-image.ts";
import type { Reply } from "../../support/registry/registry.ts";
import { HOST, remotePorts } from "../../support/registry/remote.ts";

const tests = suite("registry faults: waiting and trying again");

const WHERE = ["/referrers/", "/manifests/sha256-", ".att", "/blobs/"];

for (const status of [408, 424, 425, 429, 499, 500, 502, 503, 504, 522]) {
  tests(`${status} once is tried again`, async () => {
    for (const part of WHERE) {
      const { discovery } = await tryScript(
        oneImage(),
        onPath(part, (_, nth) => (nth === 1 ? { status } : undefined)),
      );
      assert.is(discovery.envelopes.length, 1, part);
      assert.ok(discovery.absenceHolds, part);
    }
  });
}

const LASTING: readonly (readonly [reply: Reply, status: string, tries: number])[] = [
  [{ status: 429 }, "failed rate-limited", 5],
  [{ status: 500 }, "failed server-error", 5],
  [{ status: 503 }, "failed server-error", 5],
  [{ status: 424 }, "failed server-error", 5],
  [{ status: 408 }, "failed timeout", 5],
  [{ status: 200, trouble: "silent" }, "failed timeout", 5],
  [{ status: 200, trouble: "cut" }, "failed unreachable", 5],
  [{ status: 200, trouble: "reset" }, "failed unreachable", 5],
  [{ status: 200, trouble: "endless" }, "failed too-large", 1],
  [{ status: 401 }, "failed auth", 1],
  [{ status: 403 }, "failed forbidden", 1],
  [{ status: 418 }, "failed unexpected-answer", 1],
];

for (const [reply, status, tries] of LASTING) {
  tests(`${reply.trouble ?? reply.status} for good fails the source after ${tries} tries, and is never none`, async () => {
    const { discovery, registry } = await tryScript(
      oneImage(),
      onPath("/referrers/", () => reply),
    );
    assert.is(statuses(discovery)["referrers-api"], status);
    assert.is(registry.log.filter((line) => line.includes("/referrers/")).length, tries);
    assert.not.ok(discovery.absenceHolds);
  });

  tests(`${reply.trouble ?? reply.status} for good under a tag fails that source`, async () => {
    for (const [part, kind] of [[".att", "cosign-att"] as const, ["/manifests/sha256-", "fallback-tag"] as const]) {
      const script = onPath(part, (asked) => (kind === "fallback-tag" && asked.url.pathname.endsWith(".att") ? undefined : reply));
      const { discovery } = await tryScript(oneImage(), script);
      assert.is(statuses(discovery)[kind], status);
      assert.not.ok(discovery.absenceHolds);
      assert.is(discovery.envelopes.length, 1);
    }
  });

  tests(`${reply.trouble ?? reply.status} for good on an attestation fails the source that listed it`, async () => {
    for (const part of ["/blobs/", oneImage().referrer.digest]) {
      const { discovery } = await tryScript(
        oneImage(),
        onPath(part, () => reply),
      );
      const expected = reply.trouble === "endless" && part === "/blobs/" ? "failed size-mismatch" : status;
      assert.is(statuses(discovery)["referrers-api"], expected, part);
      assert.equal(discovery.envelopes, []);
      assert.not.ok(discovery.absenceHolds);
    }
  });

  tests(`${reply.trouble ?? reply.status} for good on the image leaves no subject`, async () => {
    const ports = remotePorts({ [HOST]: registryWith(oneImage(), { script: onPath("/manifests/1.0", () => reply) }) });
    const fault = await refused(NAME, {}, ports);
    assert.is(fault.kind, "subject-unreadable");
    assert.is(`failed ${fault.reason}`, status);
  });
}

tests("without a word from the host, waiting grows", async () => {
  const { ports } = await tryScript(
    oneImage(),
    onPath("/referrers/", () => ({ status: 500 })),
  );
  assert.equal(ports.timer.pausesMs, [250, 500, 1000, 2000]);
});

tests("Retry-After pauses the whole host", async () => {
  const once = onPath("/referrers/", (_, nth) => (nth === 1 ? { status: 429, headers: { "retry-after": "7" } } : undefined));
  const { discovery, ports } = await tryScript(oneImage(), once);
  assert.ok(discovery.absenceHolds);
  assert.is(Math.max(...ports.timer.pausesMs), 7000);
  assert.is(ports.timer.nowMs(), 7000);
});

const DATES: readonly (readonly [text: string | undefined, expected: number | undefined])[] = [
  [undefined, undefined],
  ["0", 0],
  ["120", 120_000],
  [" 5 ", 5000],
  ["-5", undefined],
  ["1.5", undefined],
  ["soon", undefined],
  ["99999999999", undefined],
  ["Thu, 01 Jan 1970 00:01:00 GMT", 59_000],
  ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
  ["1970-01-01T00:01:00Z", undefined],
];

for (const [text, expected] of DATES) tests(`Retry-After ${text}`, () => assert.is(retryAfterMs(text, 1000), expected));

tests("a wait that is longer than the run may is told at once, without waiting", async () => {
  const huge = onPath("/referrers/", () => ({ status: 429, headers: { "retry-after": "86400" } }));
  const { discovery, registry, ports } = await tryScript(oneImage(), huge);
  assert.is(statuses(discovery)["referrers-api"], "failed rate-limited");
  assert.is(registry.log.filter((line) => line.includes("/referrers/")).length, 1);
  assert.equal(ports.timer.pausesMs, []);
});

tests("all waiting of a run has one end", async () => {
  const slow = onPath("/referrers/", () => ({ status: 429, headers: { "retry-after": "25" } }));
  const { discovery, ports } = await tryScript(oneImage(), slow);
  assert.is(statuses(discovery)["referrers-api"], "failed rate-limited");
  assert.is(ports.timer.nowMs(), 50_000);
});

tests("a token server that limits us fails the same way", async () => {
  const auth = { kind: "bearer", realm: `http://${HOST}/token` } as const;
  const script = onPath("/token", () => ({ status: 429 }));
  const fault = await refused(NAME, {}, remotePorts({ [HOST]: registryWith(oneImage(), { auth, script }) }));
  assert.is(fault.reason, "rate-limited");
});

tests("a run has a last moment and a last request", async () => {
  const ports = remotePorts({ [HOST]: registryWith(oneImage(), { script: onPath("/referrers/", () => ({ status: 503 })) }) });
  const late = await found(NAME, { limits: { runMs: 600 } }, ports);
  assert.is(statusOf(source(late, "referrers-api")), "failed server-error");
  const many = await found(NAME, { limits: { requests: 3 } }, remotePorts({ [HOST]: registryWith(oneImage()) }));
  assert.not.ok(many.absenceHolds);
  assert.ok(many.sources.some((one) => statusOf(one) === "failed too-many"));
});

tests("a run that was ended says so", async () => {
  const fault = await refused(NAME, { signal: AbortSignal.abort() }, remotePorts({ [HOST]: registryWith(oneImage()) }));
  assert.is(fault.reason, "deadline-exceeded");
});

tests.run();
