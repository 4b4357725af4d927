/** The parts of a world, each against something that was not written for it. */
import { X509Certificate } from "node:crypto";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createWorld } from "../../../src/testing/index.ts";
import { boolean, integer, namedBits, octets, oid, sequence, set, time, unsigned } from "../../../src/testing/world/der.ts";
import { editAt, valueAt } from "../../../src/testing/world/json-edit.ts";
import { newMerkleTree } from "../../../src/testing/world/merkle-tree.ts";
import { readDer } from "../../../src/trust/der/der.ts";
import * as values from "../../../src/trust/der/values.ts";
import { checkProperty, fc } from "../../support/property.ts";
import { crypto, instant } from "../../support/trust/run.ts";
import { statementText, web } from "../../support/trust/signing.ts";

const parts = suite("parts of a world");

const hash = (...bytes: readonly Uint8Array[]): Uint8Array => crypto.digest("sha256", bytes);

/** RFC 6962 §2.1 as it is written. */
function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return hash();
  if (leaves.length === 1) return hash(new Uint8Array([0]), leaves[0] as Uint8Array);
  const left = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return hash(new Uint8Array([1]), naiveRoot(leaves.slice(0, left)), naiveRoot(leaves.slice(left)));
}

/** RFC 9162 §2.1.3.2: from a leaf and its path to the root. */
function rootFromPath(leaf: Uint8Array, index: number, size: number, path: readonly Uint8Array[]): Uint8Array | undefined {
  let [fn, sn, root] = [index, size - 1, hash(new Uint8Array([0]), leaf)];
  for (const step of path) {
    if (sn === 0) return undefined;
    if (fn % 2 === 1 || fn === sn) {
      root = hash(new Uint8Array([1]), step, root);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
    } else root = hash(new Uint8Array([1]), root, step);
    [fn, sn] = [fn >> 1, sn >> 1];
  }
  return sn === 0 ? root : undefined;
}

parts("roots and audit paths of every size are RFC 6962's", () => {
  const leaves = Array.from({ length: 33 }, (_, i) => new Uint8Array([i]));
  const tree = newMerkleTree(crypto);
  for (const leaf of leaves) {
    tree.add(leaf);
    assert.equal(tree.root(tree.size), naiveRoot(leaves.slice(0, tree.size)));
  }
  for (let size = 1; size <= leaves.length; size++)
    for (let index = 0; index < size; index++)
      assert.equal(rootFromPath(leaves[index] as Uint8Array, index, size, tree.path(index, size)), tree.root(size));
  assert.equal(tree.root(0), naiveRoot([]));
});

function read<T>(der: Uint8Array, reader: (node: Parameters<typeof values.oid>[0]) => T): T | string {
  const result = readDer(der, 8, reader);
  return result.ok ? result.value : result.error;
}

parts("what is written is strict DER and reads as it was meant", () => {
  for (const id of ["2.5.29.37.0", "1.3.6.1.4.1.57264.1.8", "1.3.6.1.4.1.11129.2.4.2"]) assert.is(read(oid(id), values.oid), id);
  assert.is(read(time(instant("2049-12-31T23:59:59Z")), values.time), instant("2049-12-31T23:59:59Z"));
  assert.is(read(time(instant("2050-01-01T00:00:00Z")), values.time), instant("2050-01-01T00:00:00Z"));
  assert.is(read(boolean(true), values.boolean), true);
  const bit = read(namedBits([0, 5, 8]), values.namedBits) as (index: number) => boolean;
  assert.equal([0, 1, 5, 7, 8, 9].filter(bit), [0, 5, 8]);
  checkProperty(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), (bytes, number) => {
      assert.equal(read(octets(bytes), values.octets), bytes);
      assert.is(read(integer(number % 2 ** 31), values.smallInteger), number % 2 ** 31);
      assert.is(
        read(sequence(octets(bytes), unsigned(bytes)), (node) => node.children.length),
        2,
      );
    }),
  );
  assert.equal(
    set(octets(new Uint8Array([2])), octets(new Uint8Array([1]))),
    set(octets(new Uint8Array([1])), octets(new Uint8Array([2]))),
  );
});

parts("the certificates are ones that OpenSSL chains", async () => {
  const world = await createWorld({ seed: "parts", now: instant("2026-11-20T10:00:00Z") }, { crypto: web, hasher: crypto });
  const { made } = await world.attest(statementText(), { by: { san: "alice@acme.example", issuer: "https://issuer.example" } });
  const [leaf, intermediate, root] = [
    made.certificates[0] as Uint8Array,
    world.instance.certificateAuthority.intermediate.der,
    world.instance.certificateAuthority.root.der,
  ].map((der) => new X509Certificate(der)) as [X509Certificate, X509Certificate, X509Certificate];
  assert.ok(leaf.checkIssued(intermediate) && leaf.verify(intermediate.publicKey));
  assert.ok(intermediate.checkIssued(root) && intermediate.verify(root.publicKey));
  assert.ok(root.checkIssued(root) && root.verify(root.publicKey));
  assert.is(leaf.subjectAltName, "email:alice@acme.example");
  assert.is(leaf.ca, false);
  assert.is(intermediate.ca, true);
});

parts("an edit changes one place of a copy, and never gets lost", () => {
  const json = { a: [{ b: 1 }, 2], c: "x" };
  assert.equal(
    editAt(json, "a.0.b", (b) => [b]),
    { a: [{ b: [1] }, 2], c: "x" },
  );
  assert.equal(
    editAt(json, "a.0", () => undefined),
    { a: [2], c: "x" },
  );
  assert.equal(
    editAt(json, "c", () => undefined),
    { a: [{ b: 1 }, 2] },
  );
  assert.equal(
    editAt(json, "d", () => 1),
    { ...json, d: 1 },
  );
  assert.equal(json, { a: [{ b: 1 }, 2], c: "x" });
  assert.throws(() => editAt(json, "a.7.b", () => 1), /nothing stands/u);
  assert.is(valueAt(json, "a.0.b"), 1);
  assert.is(valueAt(json, "q.0.b"), undefined);
});
parts.run();
