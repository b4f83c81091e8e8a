/** The three sizes of 大字, in turn: each page offers the next one. */
const sizes = [
  { name: 'normal', className: '', nextWord: '大字' },
  { name: 'large', className: 'text-large', nextWord: '特大字' },
  { name: 'largest', className: 'text-largest', nextWord: '标准字' },
] as const;

export function textSize(name: string | undefined): { name: string; className: string; next: string; nextWord: string } {
  const at = Math.max(0, sizes.findIndex((size) => size.name === name));
  return { ...sizes[at]!, next: sizes[(at + 1) % sizes.length]!.name };
}
