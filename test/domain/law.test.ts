import { describe, expect, test } from 'vitest';
import { anchor, citationSchema, citationTitle, citedVersion, lawSchema, parseCitation, versionInForce } from '../../src/domain/law.ts';
import { laws } from '../builders.ts';

const [sample, old] = laws as [typeof laws[0] & {}, typeof laws[0] & {}];
const byId = new Map(laws.map((law) => [law.lawId, law]));

describe('a citation', () => {
  test('names law, article, and where it goes on paragraph and item, and perhaps a version', () => {
    expect(parseCitation('civil-code/1254')).toEqual({ lawId: 'civil-code', version: null, article: '1254', paragraph: null, item: null });
    expect(parseCitation('petition-work-regulations/22/1/2')).toEqual({ lawId: 'petition-work-regulations', version: null, article: '22', paragraph: 1, item: 2 });
    expect(parseCitation('petition-regulations@2005/33')).toEqual({ lawId: 'petition-regulations', version: '2005', article: '33', paragraph: null, item: null });
  });

  test('written otherwise is refused, with what was written', () => {
    for (const text of ['', 'civil-code', 'civil-code/', 'Civil-Code/1', 'civil-code/一', 'civil-code/1/2/3/4', 'civil-code@05/1', 'civil-code@2005', '/1', 'civil code/1', 'civil-code/1 ', '../etc/1', 'civil-code/-1', 'civil-code/1/'] ) {
      expect(() => parseCitation(text), text).toThrow(expect.objectContaining({ code: 'invalid-input', facts: { text } }));
      expect(citationSchema.safeParse(text).success, text).toBe(false);
    }
  });

  test('reads as people write it, with the year when that version is past', () => {
    const title = (cite: string, law = sample) => citationTitle(parseCitation(cite), law);
    expect([title('sample-law/22'), title('sample-law/22/1'), title('sample-law/22/1/2'), title('sample-law@2026/10')]).toEqual([
      '《示例条例》第二十二条', '《示例条例》第二十二条第一款', '《示例条例》第二十二条第一款第（二）项', '《示例条例》第十条',
    ]);
    expect([title('sample-law@2018/22'), title('old-law@2005/33', old)]).toEqual(['《示例条例》（2018年文本）第二十二条', '《旧条例》（2005年文本）第三十三条']);
  });
});

describe('the version in force', () => {
  test('changes on the very day', () => {
    expect(['2018-02-28', '2018-03-01', '2026-02-28', '2026-03-01', '2030-01-01'].map((date) => versionInForce(sample, date)?.version ?? null)).toEqual([null, '2018', '2018', '2026', '2026']);
    expect(['2005-04-30', '2005-05-01', '2022-04-30', '2022-05-01'].map((date) => versionInForce(old, date)?.version ?? null)).toEqual([null, '2005', '2005', null]);
  });

  test('is the younger where two overlap, whatever the order of the list', () => {
    const overlapping = { ...sample, versions: [...sample.versions].reverse().map(({ repealed: _repealed, ...version }) => version) };
    expect(versionInForce(overlapping, '2026-03-01')?.version).toBe('2026');
    expect(versionInForce({ ...overlapping, versions: [...overlapping.versions].reverse() }, '2026-03-01')?.version).toBe('2026');
  });

  test('is what a citation means unless it names another', () => {
    expect(citedVersion(sample, parseCitation('sample-law@2018/1'), '2026-03-02')?.version).toBe('2018');
    expect(citedVersion(sample, parseCitation('sample-law/1'), '2026-03-02')?.version).toBe('2026');
    expect(citedVersion(sample, parseCitation('sample-law@1999/1'), '2026-03-02')).toBeNull();
    expect(citedVersion(old, parseCitation('old-law/1'), '2026-03-02')).toBeNull();
  });
});

describe('an anchor', () => {
  test('writes down which version was meant on the day', () => {
    expect([anchor('sample-law/22/1', byId, '2026-02-28'), anchor('sample-law/22/1', byId, '2026-03-01'), anchor('sample-law@2018/22/1', byId, '2026-03-01')])
      .toEqual(['sample-law@2018/22/1', 'sample-law@2026/22/1', 'sample-law@2018/22/1']);
  });

  test('invents nothing: an unknown law, version or day stays as written', () => {
    for (const cite of ['no-law/1', 'sample-law@1999/1', 'old-law/1']) expect(anchor(cite, byId, '2026-03-01')).toBe(cite);
    expect(anchor('sample-law/1', byId, '2001-01-01')).toBe('sample-law/1');
  });
});

test('a law file says what is wrong with it', () => {
  const { lawId: _lawId, ...file } = sample;
  expect(lawSchema.safeParse(file).success).toBe(true);
  for (const over of [{ versions: [] }, { kind: 'custom' }, { extra: 1 }, { versions: [{ ...file.versions[0], gists: { 一: '要旨要旨要旨要旨要旨' } }] }, { versions: [{ ...file.versions[0], gists: { 1: '太短' } }] }, { versions: [{ ...file.versions[0], effective: '2026-02-30' }] }, { versions: [{ ...file.versions[0], version: '05' }] }]) {
    expect(lawSchema.safeParse({ ...file, ...over }).success, JSON.stringify(over)).toBe(false);
  }
});
