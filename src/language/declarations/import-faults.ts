/** What to say about an import that leads nowhere. */
import type { Use } from "../../../grammar/index.ts";
import { error, type Diagnostic } from "../../diagnostics/index.ts";
import { nearest } from "../nearest.ts";
import type { BundleFault } from "./bundle.ts";
import type { DeclarePorts } from "./ports.ts";
import type { Specifier } from "./specifier.ts";

/** `stdlib.md` §2. A help names only those that this version ships. */
const standardModules = [
  ...["artifact", "slsa", "sbom", "vuln", "vex", "test", "review", "promotion", "deployment", "import", "waiver", "verdict"],
  ...["vsa", "release", "scai", "inventory"],
];
const NEWEST_VERSION = 9;

type Unknown = Extract<Specifier, { kind: "standard" | "unknown" }>;

export function unknownModule(use: Use, specifier: Unknown, ports: DeclarePorts): Diagnostic {
  const text = use.from.value;
  if (specifier.kind === "standard") {
    return error("E2006", use.from.span, `there is no standard module \`${text}\``, { help: near(specifier.name, ports) });
  }
  switch (specifier.reason) {
    case "standard-form":
      return error("E2006", use.from.span, `\`${text}\` names no version of a standard module`, {
        help: near(text.replace(/^std\/?/u, "").replace(/@.*$/u, ""), ports),
      });
    case "network":
      return error("E2006", use.from.span, `\`${text}\` cannot be imported`, {
        notes: ["policies import standard modules, files beside them, and pinned bundles; nothing is loaded from the network by name"],
      });
    case "bare":
      return error("E2006", use.from.span, `there is no module \`${text}\``, {
        help: [`a file beside the policy is written \`./${text}\`, a standard module \`std/slsa@1\``],
      });
  }
}

export function unknownFile(use: Use): Diagnostic {
  return error("E2006", use.from.span, `there is no file \`${use.from.value}\``, {
    notes: ["the path starts at the folder of the file that imports it"],
  });
}

export function outsideFolder(use: Use): Diagnostic {
  return error("E2009", use.from.span, `\`${use.from.value}\` lies outside the policy's folder`, {
    notes: ["everything that a policy consists of stands in one folder, so that it can be reviewed and pinned as one"],
  });
}

/** What is wrong with a bundle beside the policy. */
export function unusableBundle(use: Use, fault: BundleFault): Diagnostic {
  switch (fault.kind) {
    case "absent":
      return error("E2006", use.from.span, `\`${use.from.value}\` has not been fetched`, {
        notes: ["checking and judging never ask a registry for a part of the policy"],
        help: ["`policy lock` fetches it and puts it beside the policy"],
      });
    case "altered":
      return alteredBundle(use, fault.what);
    case "unusable":
      return error("E2006", use.from.span, `\`${use.from.value}\` is no bundle of a policy: ${fault.detail}`);
  }
}

export function alteredBundle(use: Use, what: string): Diagnostic {
  return error("E2007", use.from.span, `the copy of \`${use.from.value}\` beside the policy was changed`, {
    label: `\`${what}\` is missing or does not have its digest`,
    help: ["`policy lock` fetches it again; to change a module, copy it into a file of your own"],
  });
}

function near(name: string, ports: DeclarePorts): readonly string[] {
  const shipped = standardModules.flatMap((module) => {
    const newest = newestVersion(module, ports);
    return newest === undefined ? [] : [[module, newest] as const];
  });
  const meant = shipped.some(([module]) => module === name)
    ? name
    : nearest(
        name,
        shipped.map(([module]) => module),
      );
  const found = shipped.find(([module]) => module === meant);
  if (found !== undefined) return [`this version has \`std/${found[0]}@${found[1]}\``];
  return shipped.length === 0 ? [] : [`this version has ${shipped.map(([module, version]) => `\`std/${module}@${version}\``).join(", ")}`];
}

function newestVersion(module: string, ports: DeclarePorts): number | undefined {
  for (let version = NEWEST_VERSION; version >= 1; version--) {
    if (ports.standardModule(`std/${module}@${version}`) !== undefined) return version;
  }
  return undefined;
}
