/** Time and chance for retries and deadlines; nothing here reaches a verdict. */
export interface Timer {
  /** Milliseconds on a clock that never goes back. */
  nowMs(): number;
  /** Milliseconds since 1970, for `Retry-After` dates. */
  wallMs(): number;
  /** Ends early when the signal fires; never throws. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
  /** A number in [0, 1) that spreads the retries of many clients. */
  spread(): number;
}
