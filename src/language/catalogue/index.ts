export { catalogue, type Catalogue, type CataloguedControl } from "./catalogue.ts";
