const digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const places: [number, string][] = [[1000, '千'], [100, '百'], [10, '十']];
const written = new Map([...digits.entries()].map(([value, digit]) => [digit, value] as const).concat([['〇', 0], ['两', 2]]));

/** 1 → 一, 36 → 三十六, 1254 → 一千二百五十四. Whole numbers from 0 to 9999. */
export function chineseNumber(value: number): string {
  let rest = value;
  let text = '';
  for (const [size, word] of places) {
    const digit = Math.floor(rest / size);
    rest %= size;
    if (digit) text += `${digits[digit]}${word}`;
    else if (text && rest && !text.endsWith('零')) text += '零';
  }
  if (rest || !text) text += digits[rest];
  return value < 20 && value >= 10 ? text.replace(/^一十/, '十') : text;
}

/** What may stand where a number is expected, in a character class. */
export const numeralCharacters = '〇零一二两三四五六七八九十百千万\\d０-９';

/** 三十六, 一百零一, 一百〇一, 一千二百六十, 二〇二二, 36, ３６ → the number; null for what is none (十百, 三三十, 一千零). */
export function numberOf(text: string): number | null {
  const plain = text.normalize('NFKC');
  if (/^\d{1,9}$/.test(plain)) return Number(plain);
  if (!plain || plain.length > 20 || /[^〇零一二两三四五六七八九十百千万]/.test(plain)) return null;
  if (!/[十百千万]/.test(plain)) return plain.length > 1 ? spelledDigits(plain) : written.get(plain)!;
  const [high, low, more] = plain.split('万');
  if (more !== undefined) return null;
  if (low === undefined) return belowTenThousand(high!);
  const upper = belowTenThousand(high!);
  const lower = low ? belowTenThousand(low.replace(/^[零〇]/, '')) : 0;
  return upper === null || lower === null ? null : upper * 10_000 + lower;
}

/** 二〇二二: digit by digit. */
function spelledDigits(text: string): number | null {
  return text.length < 9 && !/^[零〇]/.test(text) ? Number([...text].map((digit) => written.get(digit)).join('')) : null;
}

function belowTenThousand(text: string): number | null {
  const usual = text.replaceAll('〇', '零').replaceAll('两', '二');
  const match = /^(?:(.)千)?零?(?:(.)百)?零?(?:([^零])?(十))?零?([^零])?$/.exec(usual);
  if (!match) return null;
  const [, thousands, hundreds, tens, ten, ones] = match;
  const at = (digit: string | undefined) => (digit ? written.get(digit) ?? Number.NaN : 0);
  const value = at(thousands) * 1000 + at(hundreds) * 100 + (ten ? (tens ? at(tens) : 1) * 10 : 0) + at(ones);
  return value > 0 && withoutLeadingOne(chineseNumber(value)) === withoutLeadingOne(usual) ? value : null;
}

/** 一十二 and 十二, 一百一十 and 一百十 are the same. */
const withoutLeadingOne = (text: string): string => text.replaceAll('一十', '十');
