export { pages } from "./pages.ts";
export { stdlib } from "./stdlib.ts";
