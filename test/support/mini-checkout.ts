import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../bin/", import.meta.url));

/** A folder with the start-up scripts and whatever files a test wants beside them, so that installing and building can be played. */
export interface MiniCheckout {
  readonly root: string;
  readonly path: (name: string) => string;
  readonly write: (name: string, text: string) => void;
  readonly remove: () => void;
}

export function miniCheckout(files: Readonly<Record<string, string>> = {}): MiniCheckout {
  const root = mkdtempSync(join(tmpdir(), "proviso-checkout-"));
  const path = (name: string): string => join(root, name);
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  };
  write("package.json", '{ "type": "module" }');
  for (const script of ["policy.js", "load-bundle.js", "prepare.js", "stamp.js", "node-version.js"]) {
    mkdirSync(path("bin"), { recursive: true });
    copyFileSync(join(bin, script), path(`bin/${script}`));
  }
  for (const [name, text] of Object.entries(files)) write(name, text);
  return { root, path, write, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Puts the Node of this test where a checkout keeps its own. */
export function pinThisNode({ path }: MiniCheckout): void {
  const folder = path(`node_modules/node-${process.platform}-${process.arch}/bin`);
  mkdirSync(folder, { recursive: true });
  symlinkSync(process.execPath, join(folder, "node"));
}

/** Node options that make a script believe it runs on an old Node. */
export const pretendOldNode = ["--import", 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.11.1"})'];
