/** Threads that are given one thing and answer once. A thread that ends otherwise is a fault, whatever it did before. */
import { parentPort, Worker, workerData } from "node:worker_threads";

export interface Thread {
  /** What the thread answered. Rejects when it fails, runs out of memory, or ends without an answer. */
  readonly answer: Promise<unknown>;
  /** Ends it; what it was doing is lost. */
  stop(): void;
}

/** `script` is a module that calls `threadInput`. What is given is copied, but for shared memory. */
export function startThread(script: URL, input: unknown): Thread {
  const worker = new Worker(script, { workerData: input });
  const answer = new Promise<unknown>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("messageerror", (fault) => reject(new Error(`what a thread answered cannot be read: ${fault.message}`)));
    worker.once("error", (fault) => reject(new Error(`a thread failed: ${fault instanceof Error ? fault.message : String(fault)}`)));
    // An answer that was sent arrives before the end.
    worker.once("exit", (code) => reject(new Error(`a thread ended with ${code} and gave no answer`)));
  });
  // Whoever waits for it learns of a failure; until then it is nobody's.
  answer.catch(() => undefined);
  return { answer, stop: () => void worker.terminate() };
}

/** In a thread: what it was given, and how it answers. */
export function threadInput(): { readonly input: unknown; readonly answer: (value: unknown) => void } {
  return {
    input: workerData as unknown,
    answer: (value) => {
      if (parentPort === null) throw new Error("this is no thread");
      parentPort.postMessage(value);
    },
  };
}
