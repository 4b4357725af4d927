import { suite } from "uvu";
import * as assert from "uvu/assert";
import { mayReach, placeOf, type Place } from "../../../src/platform/http/address.ts";
import { guardedLookup, type Places, type Resolver } from "../../../src/platform/http/guarded-lookup.ts";
import type { Reach } from "../../../src/registry/index.ts";

const tests = suite("platform addresses");

const PLACES: readonly (readonly [address: string, place: Place])[] = [
  ["8.8.8.8", "public"],
  ["140.82.121.34", "public"],
  ["2606:4700::1111", "public"],
  ["10.1.2.3", "private"],
  ["172.16.0.1", "private"],
  ["172.32.0.1", "public"],
  ["192.168.1.1", "private"],
  ["100.64.0.1", "private"],
  ["198.18.0.1", "private"],
  ["224.0.0.1", "private"],
  ["255.255.255.255", "private"],
  ["fc00::1", "private"],
  ["fd12::1", "private"],
  ["ff02::1", "private"],
  ["2001:db8::1", "private"],
  ["127.0.0.1", "loopback"],
  ["127.255.0.1", "loopback"],
  ["0.0.0.0", "loopback"],
  ["::1", "loopback"],
  ["::", "loopback"],
  ["169.254.169.254", "metadata"],
  ["169.254.0.1", "metadata"],
  ["fe80::1", "metadata"],
  ["febf::1", "metadata"],
  ["fd00:ec2::254", "metadata"],
  ["::ffff:169.254.169.254", "metadata"],
  ["::ffff:a9fe:a9fe", "metadata"],
  ["64:ff9b::a9fe:a9fe", "metadata"],
  ["::ffff:127.0.0.1", "loopback"],
  ["::ffff:10.0.0.1", "private"],
  ["::FFFF:8.8.8.8", "public"],
  ["0:0:0:0:0:0:0:1", "loopback"],
  ["nonsense", "metadata"],
  ["127.1", "metadata"],
  ["", "metadata"],
];

for (const [address, place] of PLACES) tests(`${JSON.stringify(address)} is ${place}`, () => assert.is(placeOf(address), place));

const REACHES: Readonly<Record<Reach, readonly Place[]>> = {
  named: ["public", "private", "loopback"],
  public: ["public"],
  private: ["public", "private"],
  loopback: ["public", "private", "loopback"],
};

for (const [reach, places] of Object.entries(REACHES)) {
  tests(`${reach} reaches ${places.join(", ")}, and metadata never`, () => {
    const all: readonly Place[] = ["public", "private", "loopback", "metadata"];
    assert.equal(
      all.filter((place) => mayReach(reach as Reach, place)),
      places,
    );
  });
}

function resolving(...addresses: readonly string[]): Resolver {
  return (_, __, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
}

function look(reach: Reach, resolver: Resolver, places: Places = new Map()): Promise<string> {
  return new Promise((resolve) => {
    guardedLookup(reach, places, resolver)("name.test", { all: true }, (error, addresses) => {
      resolve(error === null ? JSON.stringify(addresses) : (error.code ?? ""));
    });
  });
}

tests("a name is judged by every address it has", async () => {
  assert.match(await look("public", resolving("8.8.8.8")), "8.8.8.8");
  assert.is(await look("public", resolving("10.0.0.1")), "ERR_ADDRESS_REFUSED");
  assert.is(await look("public", resolving("8.8.8.8", "10.0.0.1")), "ERR_ADDRESS_REFUSED");
  assert.is(await look("named", resolving("169.254.169.254")), "ERR_ADDRESS_REFUSED");
  assert.is(await look("named", resolving("8.8.8.8", "fe80::1")), "ERR_ADDRESS_REFUSED");
  assert.is(await look("named", resolving()), "ERR_ADDRESS_REFUSED");
  assert.match(await look("named", resolving("127.0.0.1")), "127.0.0.1");
});

tests("remembers where a name led, by the place that permits least", async () => {
  const cases = { public: ["8.8.8.8", "10.0.0.1"], private: ["127.0.0.1", "10.0.0.1"], loopback: ["::1", "127.0.0.1"] };
  for (const [place, addresses] of Object.entries(cases)) {
    const places: Places = new Map();
    await look("named", resolving(...addresses), places);
    assert.is(places.get("name.test"), place);
  }
});

tests("hands on what the resolver says of a failure", async () => {
  const failing: Resolver = (_, __, callback) => callback(Object.assign(new Error("no"), { code: "ENOTFOUND" }), []);
  assert.is(await look("named", failing), "ENOTFOUND");
});

tests.run();
