/** Addresses are judged where the connection is made, so that a name which resolves twice differently gains nothing. */
import { lookup, type LookupAddress, type LookupAllOptions, type LookupOptions } from "node:dns";
import type { Peer, Reach } from "../../registry/index.ts";
import { mayReach, placeOf } from "./address.ts";

export const ADDRESS_REFUSED = "ERR_ADDRESS_REFUSED";

/** Where each host name led to, for those who must know afterwards. */
export type Places = Map<string, Peer>;

type LookupAnswer = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;
export type Lookup = (hostname: string, options: LookupOptions, callback: LookupAnswer) => void;
/** `dns.lookup`, or a test's own. */
export type Resolver = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** One address that may not be reached refuses the name: a mixed answer is an attack or a mistake. */
export function guardedLookup(reach: Reach, places: Places, resolver: Resolver = lookup): Lookup {
  return (hostname, options, callback) => {
    resolver(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const bad = addresses.find(({ address }) => !mayReach(reach, placeOf(address)));
      const first = addresses[0];
      if (bad !== undefined || first === undefined) return callback(refusal(hostname), []);
      places.set(hostname, peerOf(addresses));
      return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}

/** The place that permits least, where a name has several. */
function peerOf(addresses: readonly LookupAddress[]): Peer {
  const found = new Set(addresses.map(({ address }) => placeOf(address)));
  if (found.has("public")) return "public";
  return found.has("private") ? "private" : "loopback";
}

function refusal(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} leads to an address that may not be reached from here`), { code: ADDRESS_REFUSED });
}
