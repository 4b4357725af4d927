/** Our published schemas, compiled by ajv in strict mode. */
import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import * as assert from "uvu/assert";

/** `strictRequired` is off: conditions name members that their schema declares further out. */
export function compileSchema(file: string): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
  ajv.addFormat("date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/u);
  ajv.addFormat("json-pointer", /^(?:\/(?:[^~/]|~[01])*)*$/u);
  return ajv.compile(JSON.parse(readFileSync(new URL(`../../schemas/${file}`, import.meta.url), "utf8")) as object);
}

export function assertValid(validate: ValidateFunction, json: unknown): void {
  const isValid = validate(json);
  assert.ok(isValid, JSON.stringify((validate.errors ?? []).slice(0, 5), null, 1));
}
