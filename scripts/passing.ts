/** Passes records on, says every few seconds how many there were, and throws as soon as it is told to stop. */
export async function* passing<T>(lines: AsyncIterable<T>, word: string, signal?: AbortSignal): AsyncGenerator<T> {
  let count = 0;
  let saidAt = Date.now();
  for await (const line of lines) {
    count += 1;
    if (count % 500 === 0) {
      await new Promise((resolve) => setImmediate(resolve)); // so that a signal is heard
      signal?.throwIfAborted();
      if (Date.now() - saidAt > 3_000) { console.log(`${word} ${count} 条……`); saidAt = Date.now(); }
    }
    yield line;
  }
  signal?.throwIfAborted();
}

/** Aborted by Ctrl-C or a request to end; a second one changes nothing, since what is under way is being undone. */
export function untilInterrupted(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => controller.abort());
  return controller.signal;
}
