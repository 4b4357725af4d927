/** Frameworks whose ids are known here: how they are written, and how far they are numbered. Others are taken as they stand. */

/** NIST SP 800-53 revision 5.1.1: the last number of each family. */
const families: Readonly<Record<string, number>> = {
  ...{ AC: 25, AT: 6, AU: 16, CA: 9, CM: 14, CP: 13, IA: 13, IR: 10, MA: 7, MP: 8 },
  ...{ PE: 23, PL: 11, PM: 32, PS: 9, PT: 8, RA: 10, SA: 24, SC: 51, SI: 23, SR: 12 },
};

/** NIST SP 800-218 version 1.1: tasks of each practice. */
const ssdf: Readonly<Record<string, number>> = {
  ...{ "PO.1": 3, "PO.2": 3, "PO.3": 3, "PO.4": 2, "PO.5": 2, "PS.1": 1, "PS.2": 1, "PS.3": 2, "PW.1": 3, "PW.2": 1, "PW.4": 4 },
  ...{ "PW.5": 1, "PW.6": 2, "PW.7": 2, "PW.8": 2, "PW.9": 2, "RV.1": 3, "RV.2": 2, "RV.3": 4 },
};

/** Secure Supply Chain Consumption Framework: requirements of each practice. */
const s2c2f: Readonly<Record<string, number>> = { ING: 4, SCA: 5, INV: 2, UPD: 3, AUD: 4, ENF: 2, REB: 4, FIX: 1 };

type Knows = (id: string) => boolean;

function numbered(pattern: RegExp, last: Readonly<Record<string, number>>): Knows {
  return (id) => {
    const [, group = "", number = "0"] = pattern.exec(id) ?? [];
    return Object.hasOwn(last, group) && Number(number) >= 1 && Number(number) <= (last[group] ?? 0);
  };
}

const catalogues: ReadonlyMap<string, { readonly like: string; readonly knows: Knows }> = new Map([
  ["nist-800-53", { like: "SI-7 or SI-7(15)", knows: numbered(/^([A-Z]{2})-([1-9]\d?)(?:\([1-9]\d?\))?$/u, families) }],
  ["ssdf", { like: "PS.2.1", knows: numbered(/^([A-Z]{2}\.\d)\.([1-9])$/u, ssdf) }],
  ["s2c2f", { like: "ING-1", knows: numbered(/^([A-Z]{3})-([1-9])$/u, s2c2f) }],
  ["slsa", { like: "Build L2", knows: (id) => /^(?:(?:Build|Source) L[0-4]|SLSA_(?:BUILD|SOURCE)_LEVEL_[0-4])$/iu.test(id) }],
  ["soc2", { like: "CC8.1", knows: (id) => /^(?:CC[1-9]|A1|C1|PI1|P[1-8])\.\d{1,2}$/u.test(id) }],
  [
    "iso-27001",
    {
      like: "A.8.32",
      knows: (id) => /^(?:A\.)?(?:5\.(?:[1-9]|[12]\d|3[0-7])|6\.[1-8]|7\.(?:[1-9]|1[0-4])|8\.(?:[1-9]|[12]\d|3[0-4]))$/u.test(id),
    },
  ],
]);

/** How an id of the framework is written, when this one is not among its ids. */
export function unlikeItsCatalogue(framework: string, id: string): string | undefined {
  const catalogue = catalogues.get(framework);
  return catalogue === undefined || catalogue.knows(id) ? undefined : catalogue.like;
}
