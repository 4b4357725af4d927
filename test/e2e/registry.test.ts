/** The same verdict from a real registry as from a layout; and a registry that dies half-way is never "no evidence". */
import { once } from "node:events";
import { createServer, request as forward, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fallbackTagOf } from "../support/registry/content.ts";
import { isInstalled, startDockerRegistry, type RunningRegistry } from "../support/registry/docker-registry.ts";
import { pushLayout } from "../support/registry/push.ts";
import { realdata, realdataPath, withNeed } from "../support/realdata.ts";
import { controlOf, judgeJson, policy, projectRoot, reasonsOf } from "../support/run-policy.ts";

interface Context {
  registry?: RunningRegistry;
}

const hasRegistry = isInstalled("docker-registry");
const tests = suite<Context>("policy eval against docker-registry");
const real = withNeed(tests, hasRegistry, "docker-registry");
const realImage = withNeed(tests, hasRegistry && realdata !== undefined, "docker-registry and ../shared/realdata");

tests.before(async (context) => {
  if (hasRegistry) context.registry = await startDockerRegistry();
});
tests.after(async (context) => {
  await context.registry?.kill();
});

function hostOf({ registry }: Context): string {
  if (registry === undefined) throw new Error("it was not started");
  return registry.host.replace("127.0.0.1", "localhost");
}

interface Entry {
  readonly digest: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

function entriesOf(layout: string): readonly Entry[] {
  return (JSON.parse(readFileSync(join(layout, "index.json"), "utf8")) as { manifests: Entry[] }).manifests;
}

const outcomes = (trace: Awaited<ReturnType<typeof judgeJson>>["trace"]) =>
  trace.controls.map((control) => [control.id, control.outcome, control.disposition, control.judgements.map(({ truth }) => truth)]);

/** The real image as cosign pushes it: its attestations under the tag `sha256-….att`. */
async function pushRealImage(host: string): Promise<string> {
  const layout = realdataPath("images", "slsa-verifier-v2.1.0");
  const [image, atts] = entriesOf(layout);
  if (!image || !atts) throw new Error("the layout has two entries");
  await pushLayout(host, "app", layout, { "1.0": image.digest, [`${fallbackTagOf(image.digest)}.att`]: atts.digest });
  return layout;
}

const slsaPolicy = join(projectRoot, "policies/slsa-images/slsa-verifier.policy");

realImage("`.att` tag: the real image", async (context) => {
  const layout = await pushRealImage(hostOf(context));
  const remote = await judgeJson(`${hostOf(context)}/app:1.0`, "--policy", slsaPolicy);
  const local = await judgeJson(`oci-layout:${layout}`, "--policy", slsaPolicy);
  assert.is(remote.code, 0);
  assert.is(remote.code, local.code);
  assert.equal(outcomes(remote.trace), outcomes(local.trace));
  assert.is(remote.trace.request.subject.digest, local.trace.request.subject.digest);
  assert.is(remote.trace.discovery.sources.find(({ kind }) => kind === "cosign-att")?.status, "complete");
});

const quickstart = join(projectRoot, "policies/quickstart");
const at = "2026-11-25T12:00:00Z";

real("fallback tag: the sample image", async (context) => {
  const layout = join(quickstart, "image");
  const entries = entriesOf(layout);
  const named = (name: RegExp) =>
    entries.find(({ annotations }) => name.test(annotations?.["org.opencontainers.image.ref.name"] ?? ""))?.digest;
  const [image, fallback] = [named(/^1\.8\.2$/u), named(/^sha256-/u)];
  if (image === undefined || fallback === undefined) throw new Error("the sample has an image and a fallback index");
  await pushLayout(hostOf(context), "sample", layout, { "1.8.2": image, [fallbackTagOf(image)]: fallback });
  const remote = await judgeJson(`${hostOf(context)}/sample:1.8.2`, "--policy", quickstart, "--at", at);
  const local = await judgeJson(`oci-layout:${layout}`, "--policy", quickstart, "--at", at);
  assert.is(remote.code, 1);
  assert.equal(outcomes(remote.trace), outcomes(local.trace));
  assert.is(remote.trace.discovery.sources.find(({ kind }) => kind === "fallback-tag")?.status, "complete");
});

/** Passes requests on to the registry until `limit` were answered, then drops every connection. */
async function dyingFront(host: string, limit: number): Promise<{ readonly server: Server; readonly host: string }> {
  let answered = 0;
  const [hostname = "", port = ""] = host.split(":");
  const server = createServer((request, response) => {
    if (answered++ >= limit) {
      request.socket.destroy();
      return;
    }
    const inner = forward(
      { hostname, port, path: request.url, method: request.method, headers: { ...request.headers, host } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(inner);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, host: `localhost:${(server.address() as AddressInfo).port}` };
}

for (const limit of [1, 4]) {
  realImage(`a registry that dies after ${limit} answers`, async (context) => {
    await pushRealImage(hostOf(context));
    const front = await dyingFront(hostOf(context).replace("localhost", "127.0.0.1"), limit);
    try {
      const { code, trace } = await judgeJson(`${front.host}/app:1.0`, "--policy", slsaPolicy);
      assert.is(code, 2);
      const control = controlOf(trace, "C-01");
      assert.is(control.outcome, "unverifiable");
      assert.not.ok(reasonsOf(control).includes("none-found"));
      assert.ok(trace.discovery.sources.some(({ status }) => status === "failed"));
    } finally {
      front.server.close();
    }
  });
}

realImage("a registry that is not there at all", async (context) => {
  const front = await dyingFront(hostOf(context).replace("localhost", "127.0.0.1"), 0);
  try {
    const { code, stderr } = await policy("eval", `${front.host}/app:1.0`, "--policy", slsaPolicy);
    assert.is(code, 2);
    assert.match(stderr, /the image could not be read/u);
    assert.match(stderr, /never a pass/u);
  } finally {
    front.server.close();
  }
});

tests.run();
