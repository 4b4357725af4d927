/** Why a private key cannot be used for signing. A wrong password is told apart: nothing is wrong with the file then. */
export interface PrivateKeyFault {
  readonly reason: "key-unreadable" | "password-needed" | "password-wrong";
  /** A clause about the key: `its scrypt cost is above 256 MiB`. */
  readonly detail: string;
}
