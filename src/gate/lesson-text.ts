import { mdxToMdast, type MdastNode } from 'satteri';
import type { Problem } from './problem.ts';

/** What may stand in a lesson: components with their properties. Everything else is refused before anything is compiled. */
const components: Record<string, { required: string[]; optional: string[]; empty: boolean }> = {
  Cite: { required: ['law', 'article'], optional: ['paragraph', 'item', 'version'], empty: true },
  Deadline: { required: ['act', 'limit', 'from', 'law', 'article'], optional: ['paragraph', 'item', 'version'], empty: true },
  Check: { required: [], optional: [], empty: true },
  Scene: { required: [], optional: ['title'], empty: false },
  KeyPoint: { required: [], optional: [], empty: false },
  Steps: { required: [], optional: ['title'], empty: false },
  Compare: { required: [], optional: ['title'], empty: false },
};

const plainNodes = new Set(['root', 'paragraph', 'text', 'strong', 'emphasis', 'delete', 'list', 'listItem', 'heading', 'blockquote',
  'table', 'tableRow', 'tableCell', 'link', 'break', 'thematicBreak', 'inlineCode']);

const forbidden: Record<string, string> = {
  mdxjsEsm: '不得使用 import、export', mdxFlowExpression: '不得使用 {…} 表达式', mdxTextExpression: '不得使用 {…} 表达式',
  html: '不得使用原始 HTML', image: '暂不支持图片', code: '不得使用代码块', yaml: '前言只能在文件开头',
};

/** The lesson's text as the gate sees it. */
export interface LessonText {
  /** Citations in order, written as `law@version/article/paragraph/item`, with the line of the file. */
  cites: { cite: string; line: number | null }[];
  hanCount: number;
  usesComponents: string[];
  problems: Problem[];
}

/** A node of the tree, as far as the gate looks at it. */
export interface Node { type: string; name?: string | null; value?: string; url?: string; depth?: number; attributes?: Attribute[]; children?: Node[]; position?: { start?: { line: number } } }
interface Attribute { type: string; name?: string; value?: unknown }

/** Throws what the parser says when the text is no MDX. */
export function lessonTree(source: string): Node {
  return mdxToMdast(source) as MdastNode as unknown as Node;
}

/** What a component was given, as far as it is plain text. */
export function propertiesOf(node: Node): Map<string, string> {
  return new Map((node.attributes ?? []).flatMap(({ name, value }) => (name !== undefined && typeof value === 'string' ? [[name, value] as const] : [])));
}

/** What `<Cite>` and `<Deadline>` cite, as `law@version/article/paragraph/item`; null when law or article is not given. */
export function citationIn(given: ReadonlyMap<string, string>): string | null {
  if (!given.has('law') || !given.has('article')) return null;
  const version = given.get('version');
  const rest = ['article', 'paragraph', 'item'].map((name) => given.get(name)).filter(Boolean);
  return `${given.get('law')}${version ? `@${version}` : ''}/${rest.join('/')}`;
}

/** Parses with the very parser that later compiles the lesson, and walks the tree. `firstLine`: line of the file where the text begins. */
export function readLessonText(source: string, file: string, firstLine: number): LessonText {
  const problems: Problem[] = [];
  let tree: Node;
  try {
    tree = lessonTree(source);
  } catch (error) {
    const [, line, reason] = /^(?:(\d+):\d+: )?(.*)/.exec((error as Error).message)!;
    return { cites: [], hanCount: 0, usesComponents: [], problems: [{ file, line: line ? Number(line) + firstLine - 1 : null, message: `无法解析，请检查组件标签是否成对：${reason}` }] };
  }
  const cites: LessonText['cites'] = [];
  const used: string[] = [];
  let hanCount = 0;
  let lastDepth = 1;
  const lineOf = (node: Node) => (node.position?.start ? node.position.start.line + firstLine - 1 : null);
  const say = (node: Node, message: string) => problems.push({ file, line: lineOf(node), message });

  const walk = (node: Node): void => {
    if (node.type.startsWith('mdxJsx')) checkComponent(node);
    else if (forbidden[node.type]) say(node, forbidden[node.type]!);
    else if (!plainNodes.has(node.type)) say(node, `不支持的写法（${node.type}）`);
    if (node.type === 'text' || node.type === 'inlineCode') hanCount += node.value?.match(/\p{Script=Han}/gu)?.length ?? 0;
    if (node.type === 'link' && !/^(?:\/(?![/\\])|#)[^\\\s\p{Cc}]*$/u.test(node.url ?? '')) say(node, `链接只能指向本站（以 / 或 # 开头）：${node.url}`);
    if (node.type === 'heading') {
      if (node.depth === 1) say(node, '页面的一级标题是课名，正文请从 ## 起');
      else if (node.depth! > lastDepth + 1) say(node, '小标题跳级');
      lastDepth = node.depth!;
    }
    node.children?.forEach(walk);
  };

  const checkComponent = (node: Node): void => {
    const rule = node.name && Object.hasOwn(components, node.name) ? components[node.name] : undefined;
    if (!rule) return void say(node, /^[a-z]/.test(node.name ?? '') ? `不得使用 HTML 标签 <${node.name}>` : `没有 <${node.name ?? ''}> 这个组件`);
    used.push(node.name!);
    const given = new Map<string, string>();
    for (const attribute of node.attributes ?? []) {
      if (attribute.type !== 'mdxJsxAttribute' || typeof attribute.value !== 'string') say(node, `<${node.name}> 的属性只能写成 名="值"`);
      else if (![...rule.required, ...rule.optional].includes(attribute.name!)) say(node, `<${node.name}> 没有属性 ${attribute.name}`);
      else given.set(attribute.name!, attribute.value);
    }
    for (const name of rule.required) if (!given.get(name)) say(node, `<${node.name}> 缺少属性 ${name}`);
    if ([...given.get('limit') ?? ''].length > 8) say(node, `<Deadline> 的 limit 只写期限本身，不超过 8 个字：${given.get('limit')}`);
    if (rule.empty && node.children?.length) say(node, `<${node.name}> 中间不能有内容，请写成 <${node.name} … />`);
    if (!rule.empty && !node.children?.length) say(node, `<${node.name}> 中间没有内容`);
    const cite = citationIn(given);
    if (cite) cites.push({ cite, line: lineOf(node) });
    for (const name of ['act', 'limit', 'from', 'title']) hanCount += given.get(name)?.match(/\p{Script=Han}/gu)?.length ?? 0;
  };

  walk(tree);
  return { cites, hanCount, usesComponents: used, problems: [...problems, ...shapeProblems(tree, used, hanCount, file)] };
}

/** What every lesson has: a scene first, a key point, citations, one check at the end, the right length. */
function shapeProblems(tree: Node, used: string[], hanCount: number, file: string): Problem[] {
  const count = (name: string) => used.filter((one) => one === name).length;
  const blocks = tree.children ?? [];
  const messages: string[] = [];
  if (blocks[0]?.name !== 'Scene') messages.push('课文应以 <Scene> 开头');
  if (blocks.at(-1)?.name !== 'Check' || count('Check') !== 1) messages.push('课文应以唯一的 <Check /> 结尾');
  if (count('KeyPoint') < 1) messages.push('至少要有一个 <KeyPoint>');
  if (count('Cite') < 2) messages.push('至少要有两处 <Cite>');
  if (hanCount < 600 || hanCount > 1000) messages.push(`正文应为 600–1000 个汉字，现有 ${hanCount} 个`);
  return messages.map((message) => ({ file, line: null, message }));
}
