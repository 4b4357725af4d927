/** The command line, the configuration or the environment is wrong: exit 4. `message` is lower case without a full stop; `help` says what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly help: string | undefined;

  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}
