/** A stem with its gaps numbered, as the fields below are: 登记后（第1空）内定去向. `line`: room to write in. */
export function withGaps(stem: string, line = ''): string {
  let count = 0;
  return stem.replace(/____/g, () => (line ? `（${count += 1}）${line}` : `（第${count += 1}空）`));
}
