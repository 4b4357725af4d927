import { partsOf, type Expression } from "../language/index.ts";
import { once } from "./once.ts";

/** Made from a field that its view marks `as secret`, so that its value must stay out of documents and messages. */
export const isSecret: (expression: Expression) => boolean = once((expression) => {
  if (expression.kind === "field" && expression.field.mark === "secret") return true;
  if (expression.kind === "element") return isSecret(expression.list);
  return partsOf(expression).some(isSecret);
});
