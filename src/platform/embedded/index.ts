import { stdlib } from "./stdlib.ts";

export { engine } from "./engine.ts";
export { pages } from "./pages.ts";

/** The text of a module of the standard library by its specifier: `std/slsa@1`. */
export function standardModule(specifier: string): string | undefined {
  return stdlib.get(`${specifier.replace(/^std\//u, "stdlib/").replace("@", "/")}/module.policy`);
}

/** The specifiers of the modules that ship, in order of name. */
export const standardModules: readonly string[] = [...stdlib.keys()].flatMap((path) => {
  const [, name, version] = /^stdlib\/([a-z]+)\/([0-9]+)\/module\.policy$/u.exec(path) ?? [];
  return name === undefined || version === undefined ? [] : [`std/${name}@${version}`];
});
