import { zipSync, strToU8 } from 'fflate';
import { DeletedTextRun, Document, InsertedTextRun, Packer, Paragraph, Tab, Table, TableCell, TableRow, TextRun } from 'docx';
import { describe, expect, test } from 'vitest';
import { refusalCodes, type Refusal } from '../../src/domain/refusal.ts';
import { readLawFile } from '../../src/exchange/law-file.ts';
import { readLaw } from '../../src/exchange/law-lines.ts';
import { sentenceFor } from '../../src/text/refusals.ts';
import { docxOf } from './official-docx.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const textsOf = async (bytes: Uint8Array) => (await readLawFile(bytes, '原文')).lines.map(({ text }) => text);

async function refusalOf(bytes: Uint8Array, name = '原文.docx'): Promise<Refusal> {
  return readLawFile(bytes, name).then(() => { throw new Error('was not refused'); }, (error: Refusal) => error);
}

describe('text files', () => {
  const law = '街道办法\r\n第一条　䶮㛃堃三人应当到场。\n第二条 以上。';
  const lines = [{ line: 1, text: '街道办法' }, { line: 2, text: '第一条　䶮㛃堃三人应当到场。' }, { line: 3, text: '第二条 以上。' }];
  const utf16 = (text: string, isBig: boolean) => {
    const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
    return new Uint8Array(isBig ? bytes.swap16() : bytes);
  };

  test.each([
    ['UTF-8', utf8(law)], ['UTF-8 with its mark', utf8(`\uFEFF${law}`)], ['UTF-16, low byte first', utf16(law, false)], ['UTF-16, high byte first', utf16(law, true)],
  ])('%s is read with the numbers of its lines', async (_name, bytes) => {
    expect(await readLawFile(bytes, 'whatever.pdf')).toEqual({ name: 'whatever.pdf', format: 'text', lines });
  });

  test('GB18030 is recognised where the bytes are no UTF-8', async () => {
    const gb18030 = Buffer.from('bdd6b5c0b0ecb7a80ab5dad2bbccf5a1a1beb4c0cfb0eca1a30a', 'hex');
    expect(await textsOf(gb18030)).toEqual(['街道办法', '第一条　敬老办。', '']);
    const rare = Buffer.concat([gb18030, Buffer.from('fe9f', 'hex'), Buffer.from('b5dab6feccf5a3ac', 'hex')]);
    expect((await textsOf(rare)).at(-1)).toBe('䶮第二条，');
  });

  test('UTF-8 with one damaged byte stays UTF-8, and the place is a fault with its line', async () => {
    const bytes = utf8('街道办法\n第一条　居民的来信应当登记，不得遗失。\n第二条　本办法自公布之日起施行。');
    bytes[20] = 0xff;
    const reading = readLaw((await readLawFile(bytes, 'x')).lines);
    expect([reading.documentName, reading.faults]).toEqual(['街道办法', [{ line: 2, message: expect.stringContaining('有损坏的字') }]]);
  });
});

describe('.docx files', () => {
  test('blanks of every width survive, runs are joined, tabs stay', async () => {
    const bytes = await docxOf([new Paragraph({ children: [new TextRun({ text: '第', bold: true }), new TextRun({ text: '一条', bold: true }), new TextRun('　正  文\u00A0。')] }), new Paragraph({ children: [new TextRun({ children: ['第一章', new Tab(), '总则'] })] })]);
    expect(await textsOf(bytes)).toEqual(['第一条　正  文\u00A0。', '第一章\t总则']);
  });

  test('a soft break inside a sentence is joined, one behind a sentence or before a 项 parts lines of the same paragraph', async () => {
    const broken = new Paragraph({ children: [new TextRun('第一条　应当登'), new TextRun({ text: '记下列事项：', break: 1 }), new TextRun({ text: '（一）姓名；', break: 1 }), new TextRun({ text: '（二）住址。', break: 1 })] });
    expect((await readLawFile(await docxOf([new Paragraph('办法'), broken]), 'x')).lines).toEqual([
      { line: 1, text: '办法' }, { line: 2, text: '第一条　应当登记下列事项：' }, { line: 2, text: '（一）姓名；' }, { line: 2, text: '（二）住址。' },
    ]);
  });

  test('a soft break before an article or behind an event of the history parts them too', async () => {
    const broken = (...pieces: string[]) => new Paragraph({ children: pieces.map((text, index) => new TextRun(index === 0 ? text : { text, break: 1 })) });
    const { lines } = await readLawFile(await docxOf([new Paragraph('青石镇来信办法'), broken('（2005年8月28日会议通过', '根据2012年10月26日会议修正）'), broken('第一章　总则', '第一条　来信应当登记。')]), 'x');
    const { text } = readLaw(lines);
    expect([text!.history, text!.headings.length, text!.articles.length]).toEqual([['2005年8月28日会议通过', '根据2012年10月26日会议修正'], 1, 1]);
  });

  test('what tracked changes deleted is gone, what they inserted is there', async () => {
    const change = { id: 1, author: '甲', date: '2026-01-01T00:00:00Z' };
    const bytes = await docxOf([new Paragraph({ children: [new TextRun('第一条　处'), new DeletedTextRun({ text: '五百元', ...change }), new InsertedTextRun({ text: '三百元', ...change }), new TextRun('罚款。')] })]);
    expect(await textsOf(bytes)).toEqual(['第一条　处三百元罚款。']);
  });

  test('a table is one line a row; the paragraphs behind it keep their numbers; a frame of one column is no table', async () => {
    const cell = (text: string) => new TableCell({ children: [new Paragraph(text)] });
    const table = new Table({ rows: [new TableRow({ children: [cell('甲|乙'), cell('一')] }), new TableRow({ children: [cell('丙'), cell('二')] })] });
    const bytes = await docxOf([new Paragraph('第一条　见下表：'), table, new Paragraph('第二条　照办。'), new Table({ rows: [new TableRow({ children: [cell('第三条　框内。')] })] })]);
    expect((await readLawFile(bytes, 'x')).lines).toEqual([
      { line: 1, text: '第一条　见下表：' }, { line: 2, text: '| 甲｜乙 | 一 |' }, { line: 4, text: '| 丙 | 二 |' }, { line: 6, text: '第二条　照办。' }, { line: 7, text: '第三条　框内。' },
    ]);
  });

  test('contents made by Word, with links and page numbers, are left out', async () => {
    const entry = (text: string, page: number) => `<w:p><w:hyperlink w:anchor="a"><w:r><w:t>${text}</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>${page}</w:t></w:r></w:hyperlink></w:p>`;
    const line = (text: string) => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
    const body = `${line('青石镇来信办法')}<w:sdt><w:sdtContent>${line('目　录')}${entry('第一章　总则', 1)}${entry('第二章　附则', 12)}</w:sdtContent></w:sdt>${line('第一章　总则')}${line('第一条　来信应当登记。')}${line('第二章　附则')}${line('第二条　本办法自公布之日起施行。')}`;
    const bytes = zipSync({ 'word/document.xml': strToU8(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`) });
    const { text, faults, warnings } = readLaw((await readLawFile(bytes, 'x')).lines);
    expect([text!.title, text!.headings.map(({ title, from }) => `${title} ${from}`), faults, warnings]).toEqual(['青石镇来信办法', ['总则 1', '附则 2'], [], []]);
  });

  test('headers, footers and notes are no part of the text', async () => {
    const bytes = new Uint8Array(await Packer.toBuffer(new Document({ footnotes: { 1: { children: [new Paragraph('编者注')] } }, sections: [{ children: [new Paragraph('第一条　照办。')] }] })));
    expect(await textsOf(bytes)).toEqual(['第一条　照办。']);
  });
});

describe('files that cannot be read are refused, with what they are and what to do', () => {
  const ole = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
  test.each<[string, Uint8Array, string]>([
    ['an old .doc', latin(`${ole}${'\0'.repeat(600)}WordDocument`), '旧版 Word 文件（.doc）'],
    ['a .docx with a password', latin(`${ole}${[...'EncryptedPackage'].join('\0')}\0`), '设了密码'],
    ['a PDF', latin('%PDF-1.7\n%\xe2\xe3\xcf\xd3'), 'PDF'],
    ['a PDF behind rubbish', latin('mail header\n%PDF-1.4'), 'PDF'],
    ['RTF', latin('{\\rtf1\\ansi'), 'RTF'],
    ['a web page', utf8('\uFEFF<!DOCTYPE html><p>第一条 甲</p>'), '网页'],
    ['a .rar', latin('Rar!\x1a\x07'), '压缩包'],
    ['an OFD', zipSync({ 'OFD.xml': strToU8('<ofd/>') }), 'OFD'],
    ['an .xlsx', zipSync({ '[Content_Types].xml': strToU8('<x/>'), 'xl/workbook.xml': strToU8('<x/>') }), 'Excel'],
    ['a .pptx', zipSync({ 'ppt/presentation.xml': strToU8('<x/>') }), '演示文稿'],
    ['any other zip', zipSync({ 'law.txt': strToU8('第一条') }), '压缩包'],
    ['an empty zip', latin(`PK\x05\x06${'\0'.repeat(18)}`), '压缩包'],
    ['half a zip', zipSync({ 'word/document.xml': strToU8('<x/>'.repeat(99)) }).subarray(0, 60), '已损坏'],
    ['a .docx that is no XML', zipSync({ 'word/document.xml': strToU8('第一条') }), '已损坏'],
    ['nothing', new Uint8Array(), '空的'],
    ['blanks', utf8(' \r\n\t '), '空的'],
    ['rubbish', Uint8Array.from({ length: 4000 }, (_, index) => (index * 7919) % 251), '不是文字文件'],
    ['a picture', latin(`\x89PNG\r\n\x1a\n${'\0\x01\x02\xff'.repeat(500)}`), '不是文字文件'],
    ['English', utf8('Article 1 shall apply.'), '没有汉字'],
  ])('%s', async (_name, bytes, what) => {
    const refusal = await refusalOf(bytes);
    expect([refusal.code, refusal.facts.name]).toEqual(['law-file-unreadable', '原文.docx']);
    expect(refusal.facts.what).toContain(what);
    expect(sentenceFor(refusal.code, refusal.facts).detail).toMatch(/^原文\.docx：.+。没有改动任何数据。请.+。$/);
  });

  const patched = (bytes: Uint8Array, signature: number, offset: number, change: (view: DataView, at: number) => void) => {
    const copy = Uint8Array.from(bytes);
    const view = new DataView(copy.buffer);
    for (let at = 0; at < copy.length - 4; at += 1) if (view.getUint32(at, true) === signature) change(view, at + offset);
    return copy;
  };
  const central = 0x02014b50;
  const bomb = zipSync({ 'word/document.xml': new Uint8Array(21 * 1_048_576) });

  test('a zip whose parts are declared to be larger than 20 MB', async () => {
    const refusal = await refusalOf(bomb);
    expect([refusal.code, refusal.facts]).toEqual(['law-file-too-large', { name: '原文.docx', megabytes: 20 }]);
    expect(sentenceFor(refusal.code, refusal.facts).detail).toContain('没有改动任何数据');
  });

  test('a zip that lies about the size is unpacked no further than it said', async () => {
    const lying = patched(bomb, central, 24, (view, at) => view.setUint32(at, 1000, true));
    expect((await refusalOf(lying)).facts.what).toContain('已损坏');
  });

  test('a zip that claims the largest size there is, or none', async () => {
    expect((await refusalOf(patched(bomb, central, 24, (view, at) => view.setUint32(at, 0xffffffff, true)))).code).toMatch(/^law-file-/);
    expect((await refusalOf(patched(bomb, central, 24, (view, at) => view.setUint32(at, 0, true)))).code).toMatch(/^law-file-/);
  });

  test('a zip with an encrypted part, and one whose content was changed', async () => {
    const good = await docxOf([new Paragraph('第一条　照办。')]);
    expect((await refusalOf(patched(good, central, 8, (view, at) => view.setUint16(at, 1, true)))).facts.what).toContain('设了密码');
    expect((await refusalOf(patched(good, central, 16, (view, at) => view.setUint32(at, 7, true)))).facts.what).toContain('已损坏');
  });

  test('a file of more than 5 MB', async () => {
    expect((await refusalOf(new Uint8Array(5 * 1_048_576 + 1).fill(0x41))).facts).toEqual({ name: '原文.docx', megabytes: 5 });
  });

  test('a text of more lines than any law has, and a document of nothing but tags', async () => {
    expect((await refusalOf(utf8(`第一条\n${'\n'.repeat(200_000)}`))).facts.what).toContain('行数太多');
    const tags = zipSync({ 'word/document.xml': strToU8('<w:p/>'.repeat(900_000)) });
    expect((await refusalOf(tags)).facts.what).toContain('格式太零碎');
  });

  test('a document nested without end, and one with entities that multiply', async () => {
    const document = (inner: string, head = '') => zipSync({ 'word/document.xml': strToU8(`<?xml version="1.0"?>${head}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${inner}</w:body></w:document>`) });
    const deep = 60_000;
    expect((await refusalOf(document('<w:ins>'.repeat(deep) + '</w:ins>'.repeat(deep)))).code).toBe('law-file-unreadable');
    const entities = Array.from({ length: 9 }, (_, index) => `<!ENTITY e${index + 1} "${`&e${index};`.repeat(10)}">`).join('');
    const laughs = document('<w:p><w:r><w:t>第一条&e9;</w:t></w:r></w:p>', `<!DOCTYPE d [<!ENTITY e0 "哈">${entities}]>`);
    const size = await readLawFile(laughs, 'x').then(({ lines }) => lines.map(({ text }) => text).join('').length, () => 0);
    expect(size).toBeLessThan(1000);
  });

  test('the codes are known', () => expect(refusalCodes).toEqual(expect.arrayContaining(['law-file-unreadable', 'law-file-too-large'])));
});
