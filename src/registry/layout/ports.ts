import type { Hasher } from "../../base/index.ts";
import type { FileSystem } from "../file-system.ts";

export interface LayoutPorts {
  readonly files: FileSystem;
  readonly hasher: Hasher;
}
