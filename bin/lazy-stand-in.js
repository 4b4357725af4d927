// Part of the bundle (bin/lazy-modules.ts): what stands in for a function or class until it is first used.

/**
 * @template {Function} T
 * @param {() => T} load gives the real one
 * @returns {T}
 */
export function standIn(load) {
  /** @type {ProxyHandler<T>} */
  const handler = {
    apply: (_, self, args) => Reflect.apply(load(), self, args),
    construct: (_, args) => Reflect.construct(load(), args),
    get: (_, key) => Reflect.get(load(), key),
  };
  return new Proxy(/** @type {T} */ (/** @type {unknown} */ (function () {})), handler);
}

/**
 * A CommonJS package is its own default export; one of ours has a member for it.
 * @param {any} module
 */
export function defaultOf(module) {
  return module.__esModule === true && "default" in module ? module.default : module;
}
