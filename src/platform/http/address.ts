/** Where an address lies, and who may be sent there: `registry.md` §8. Literals only; names are looked up by the guard. */
import { isIP, BlockList } from "node:net";
import type { Peer, Reach } from "../../registry/index.ts";

function blockList(ranges: readonly (readonly [address: string, prefix: number])[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of ranges) list.addSubnet(address, prefix, isIP(address) === 6 ? "ipv6" : "ipv4");
  return list;
}

/** Link-local addresses, among them the metadata services of clouds. */
const METADATA = blockList([
  ["169.254.0.0", 16],
  ["fe80::", 10],
  ["fd00:ec2::254", 128],
  ["100.100.100.200", 32],
]);

const LOOPBACK = blockList([
  ["127.0.0.0", 8],
  ["::1", 128],
  ["0.0.0.0", 8],
  ["::", 128],
]);

/** RFC 6890 and its successors: nothing of this is reached over the public Internet. */
const PRIVATE = blockList([
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
  ["fc00::", 7],
  ["fec0::", 10],
  ["ff00::", 8],
  ["2001:db8::", 32],
  ["64:ff9b:1::", 48],
]);

/** IPv4 addresses inside IPv6 ones count as what they lead to. */
const EMBEDDED = [
  /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i,
  /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i,
  /^64:ff9b::([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i,
];

export type Place = Peer | "metadata";

/** `address` is a literal without brackets or zone. What is no address counts as metadata: nobody may go there. */
export function placeOf(address: string): Place {
  const plain = embeddedIpv4(address) ?? address;
  const family = isIP(plain);
  if (family === 0) return "metadata";
  const kind = family === 6 ? "ipv6" : "ipv4";
  if (METADATA.check(plain, kind)) return "metadata";
  if (LOOPBACK.check(plain, kind)) return "loopback";
  return PRIVATE.check(plain, kind) ? "private" : "public";
}

function embeddedIpv4(address: string): string | undefined {
  for (const pattern of EMBEDDED) {
    const found = pattern.exec(address);
    if (found?.[1] === undefined) continue;
    if (found[2] === undefined) return found[1];
    const high = Number.parseInt(found[1], 16);
    const low = Number.parseInt(found[2], 16);
    return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  }
  return undefined;
}

export function mayReach(reach: Reach, place: Place): boolean {
  switch (place) {
    case "metadata":
      return false;
    case "public":
      return true;
    case "private":
      return reach !== "public";
    case "loopback":
      return reach === "named" || reach === "loopback";
  }
}
