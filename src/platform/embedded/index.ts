export { engine } from "./engine.ts";
export { pages } from "./pages.ts";
export { stdlib } from "./stdlib.ts";
