import { stdlib } from "./stdlib.ts";

export { engine } from "./engine.ts";
export { pages } from "./pages.ts";

/** The text of a module of the standard library by its specifier: `std/slsa@1`. */
export function standardModule(specifier: string): string | undefined {
  return stdlib.get(`${specifier.replace(/^std\//u, "stdlib/").replace("@", "/")}/module.policy`);
}
