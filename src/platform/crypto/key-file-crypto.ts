/** Opening key files over `node:crypto`. */
import { createDecipheriv, createPrivateKey, createPublicKey, pbkdf2, scrypt } from "node:crypto";
import { promisify } from "node:util";
import type { KeyFileCrypto } from "../../trust/index.ts";

const runPbkdf2 = promisify(pbkdf2);

/** Twice what the parameters ask for: Node counts its own needs too. */
const MEMORY_FACTOR = 2;

export const keyFileCrypto: KeyFileCrypto = {
  scrypt: (password, salt, { n, r, p }, length) =>
    new Promise((resolve, reject) => {
      const maxmem = 128 * n * r * MEMORY_FACTOR + 1024 * 1024;
      scrypt(password, salt, length, { N: n, r, p, maxmem }, (fault, key) =>
        fault === null ? resolve(new Uint8Array(key)) : reject(fault),
      );
    }),
  pbkdf2: async (password, salt, iterations, length, hash) => new Uint8Array(await runPbkdf2(password, salt, iterations, length, hash)),
  decryptCbc(key, iv, ciphertext) {
    try {
      const decipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, iv);
      return new Uint8Array(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
    } catch {
      return undefined;
    }
  },
  publicOf(pkcs8) {
    try {
      const key = createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
      return new Uint8Array(createPublicKey(key).export({ format: "der", type: "spki" }));
    } catch {
      return undefined;
    }
  },
};
