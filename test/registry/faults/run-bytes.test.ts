/** Whatever a registry sends counts against the one budget of the run: nobody fills memory with many manifests instead of one large blob. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Discovery } from "../../../src/registry/index.ts";
import { found, refused, source, stateOf, statuses } from "../../support/registry/ask.ts";
import { OCI_INDEX, OCI_MANIFEST, sha256 } from "../../support/registry/content.ts";
import { NAME, oneImage, onPath, registryWith, type OneImage } from "../../support/registry/one-image.ts";
import type { Reply, Script } from "../../support/registry/registry.ts";
import { HOST, remotePorts } from "../../support/registry/remote.ts";

const tests = suite("registry faults: all bytes of a run");
const EMPTY = { mediaType: "application/vnd.oci.empty.v1+json", digest: sha256("{}"), size: 2 };
const PAD = "x".repeat(20_000);

function reply(type: string, body: string | Uint8Array): Reply {
  return { status: 200, headers: { "content-type": type }, body };
}

function text(value: object): string {
  return JSON.stringify(value);
}

/** A list of referrers whose every page is padded, and whose entries lead to padded manifests. */
function padded(pages: number, entriesPerPage: number): { readonly names: readonly string[]; readonly script: Script } {
  const manifest = (nth: number): string =>
    text({ schemaVersion: 2, mediaType: OCI_MANIFEST, config: EMPTY, layers: [], annotations: { nth: String(nth), pad: PAD } });
  const manifests = Array.from({ length: pages * entriesPerPage }, (_, nth) => manifest(nth));
  const bodies = new Map<string, string>(manifests.map((body) => [sha256(body), body]));
  const names = [...bodies.keys()];
  const page = (nth: number): Reply => {
    const listed = names.slice(nth * entriesPerPage, (nth + 1) * entriesPerPage);
    const entries = listed.map((digest) => ({ mediaType: OCI_MANIFEST, digest, size: bodies.get(digest)?.length ?? 0 }));
    const body = text({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: entries, annotations: { pad: PAD } });
    const answer = reply(OCI_INDEX, body);
    return nth + 1 < pages ? { ...answer, headers: { ...answer.headers, link: `<?page=${nth + 1}>; rel="next"` } } : answer;
  };
  const script: Script = ({ url }) => {
    if (url.pathname.includes("/referrers/")) return page(Number(url.searchParams.get("page") ?? 0));
    const body = bodies.get(url.pathname.split("/").at(-1) ?? "");
    return body === undefined ? undefined : reply(OCI_MANIFEST, body);
  };
  return { names, script };
}

async function discoverWithin(runAttestationBytes: number, script: Script, one: OneImage = oneImage()): Promise<Discovery> {
  const registry = registryWith(one, { script });
  return found(NAME, { limits: { runAttestationBytes } }, remotePorts({ [HOST]: registry }));
}

tests("pages of referrers", async () => {
  const { script } = padded(10, 0);
  assert.is(statuses(await discoverWithin(1_000_000, script))["referrers-api"], "complete");
  const cut = await discoverWithin(100_000, script);
  assert.is(statuses(cut)["referrers-api"], "failed too-large");
  const { status } = source(cut, "referrers-api");
  assert.match(status.kind === "failed" ? status.detail : "", /\(runAttestationBytes\)/u);
});

tests("manifests of referrers", async () => {
  const { script, names } = padded(1, 20);
  const whole = await discoverWithin(1_000_000, script);
  assert.ok(names.every((name) => stateOf(whole, name).startsWith("foreign")));
  const cut = await discoverWithin(100_000, script);
  const failed = names.filter((name) => stateOf(cut, name) === "failed too-large");
  assert.ok(failed.length >= 10 && failed.length < 20, `${failed.length} of 20 did not fit`);
  assert.is(statuses(cut)["referrers-api"], "failed too-large", "what did not fit is a gap");
});

tests("the image itself", async () => {
  const ports = remotePorts({ [HOST]: registryWith(oneImage()) });
  const error = await refused(NAME, { limits: { runAttestationBytes: 10 } }, ports);
  assert.is(error.reason, "too-large");
  assert.match(error.detail, /\(runAttestationBytes\)/u);
});

tests("a blob that comes wrong is counted each time", async () => {
  const one = oneImage();
  const wrong = Buffer.alloc(one.signed.bytes.length, "x");
  const script = onPath("/blobs/", (_, nth) => (nth === 1 ? { status: 200, body: wrong } : undefined));
  const outcome = async (runAttestationBytes: number): Promise<string> => {
    const discovery = await discoverWithin(runAttestationBytes, script, one);
    return stateOf(discovery, one.referrer.digest);
  };
  const needed = await leastFor(outcome);
  const once = await leastFor(async (limit) => stateOf(await discoverWithin(limit, () => undefined, one), one.referrer.digest));
  assert.is(needed - once, one.signed.bytes.length);
});

/** The least budget with which the attestation is admitted. */
async function leastFor(outcome: (limit: number) => Promise<string>): Promise<number> {
  let [low, high] = [10, 20_000];
  assert.is(await outcome(high), "admitted");
  while (low < high) {
    const middle = (low + high) >> 1;
    const fits = await outcome(middle).then(
      (state) => state === "admitted",
      () => false,
    );
    if (fits) high = middle;
    else low = middle + 1;
  }
  return high;
}
tests.run();
