/** Ways to a pass that must not be one, tried from the outside: each gives its own outcome and reason, and none exits 0. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { controlOf, judgeJson, policy, reasonsOf } from "../support/run-policy.ts";
import { envelope, HostileLayout, newKey, policyOf, statement } from "./support-hostile.ts";

const tests = suite("no way round");

const ours = newKey();
const policyFile = policyOf({ builder: ours });
const amd64 = { os: "linux", architecture: "amd64" };
const provenanceOf = (digest: string, key = ours) => envelope({ payload: statement({ about: digest }), keys: [key] });

/** Sixteen images: whichever order a choice goes by, some of them are on its wrong side. */
const several = Array.from({ length: 16 }, (_, index) => String(index));

tests("of two images for one platform, a signed one never stands for the other", async () => {
  for (const name of several) {
    const layout = new HostileLayout();
    const [good, evil] = [layout.image(`good ${name}`), layout.image(`evil ${name}`)];
    layout.list(
      layout.index([
        { ...evil, platform: amd64 },
        { ...good, platform: amd64 },
      ]),
    );
    layout.attach(good, provenanceOf(good.digest));
    const { code, stderr } = await policy("eval", layout.subject, "--policy", policyFile, "--platform", "linux/amd64");
    assert.is(code, 2);
    assert.match(stderr, /subject-ambiguous: the index has 2 images for `linux\/amd64`/u);
    assert.match(stderr, /nothing was judged/u);
  }
});

tests("a nested index that names no platform never stands for the image beside it", async () => {
  for (const name of several) {
    const layout = new HostileLayout();
    const evil = { ...layout.image(`evil ${name}`), platform: amd64 };
    const nested = layout.index([{ ...layout.image(`good ${name}`), platform: { os: "linux", architecture: "arm64" } }]);
    layout.list(layout.index([evil, nested]));
    layout.attach(nested, provenanceOf(nested.digest));
    const { code, trace } = await judgeJson(layout.subject, "--policy", policyFile, "--platform", "linux/amd64");
    assert.is(code, 1);
    assert.is(trace.request.subject.digest, evil.digest);
    assert.is(controlOf(trace, "C-01").outcome, "missing");
    assert.ok(reasonsOf(controlOf(trace, "C-01")).includes("none-for-subject"));
  }
});

tests("one image for the platform, signed itself or through its index, passes", async () => {
  for (const signs of ["image", "index"] as const) {
    const layout = new HostileLayout();
    const image = { ...layout.image(), platform: amd64 };
    const index = layout.index([image, { ...layout.image("arm"), platform: { os: "linux", architecture: "arm64" } }]);
    layout.list(index);
    const signed = signs === "image" ? image : index;
    layout.attach(signed, provenanceOf(signed.digest));
    const { code, trace } = await judgeJson(layout.subject, "--policy", policyFile, "--platform", "linux/amd64");
    assert.is(code, 0);
    assert.is(trace.request.subject.digest, image.digest);
  }
});

tests.run();
