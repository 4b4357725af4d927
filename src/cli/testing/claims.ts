/** Which test is whose, where several threads run the tests of one policy: each takes the next few that nobody has. */

/** Memory that the threads share: what was not taken yet, and the first test that failed. */
export type Claims = Int32Array<SharedArrayBuffer>;

const NEXT = 0;
const STOP = 1;
/** So few that nobody waits long for another's last ones, and so many that taking them costs nothing. */
const AT_ONCE = 8;

export function newClaims(): Claims {
  const claims = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  claims[STOP] = 0x7fff_ffff;
  return claims;
}

/** Numbers below `count`, each given to one asker alone, in rising order; none behind one that was given to `stopAt`. */
export function* claimed(claims: Claims, count: number): Generator<number> {
  for (;;) {
    const first = Atomics.add(claims, NEXT, AT_ONCE);
    if (first >= count) return;
    for (let number = first; number < Math.min(count, first + AT_ONCE); number++) {
      if (number > Atomics.load(claims, STOP)) return;
      yield number;
    }
  }
}

/** Nothing behind `number` need be done: of two the smaller one counts. */
export function stopAt(claims: Claims, number: number): void {
  for (let known = Atomics.load(claims, STOP); number < known;) {
    const before = Atomics.compareExchange(claims, STOP, known, number);
    if (before === known) return;
    known = before;
  }
}

/** Every number up to the one where all stopped must be there, once each. */
export function lastNumber(claims: Claims, count: number): number {
  return Math.min(count - 1, Atomics.load(claims, STOP));
}
