import type { RefusalCode, RefusalFacts } from '../domain/refusal.ts';

/** What a person reads when a rule refuses: what happened, what to do now, and whether the work is safe. */
export interface Sentence { title: string; detail: string; status: number }
type Words = (facts: RefusalFacts) => Sentence;

const say = (status: number, title: string, detail: string): Words => () => ({ status, title, detail });

const sentences: Record<RefusalCode, Words> = {
  'not-signed-in': say(401, '请先登录', '这个页面需要登录后查看。登录后会回到这里。'),
  'not-permitted': say(403, '没有查看权限', '您的账号不能使用这一页或查看这份记录。如果工作需要，请联系本单位管理员。'),
  'not-found': say(404, '没有找到', '地址可能写错了，或者内容已经移走。请从首页重新进入。'),
  'invalid-input': (facts) => ({ status: 400, title: '提交的内容不完整或有误', detail: `请核对后重新提交${facts.text ? `：${facts.text}` : ''}。已填写的内容仍在。` }),
  'untrusted-origin': say(403, '请求来源不可信', '这次提交不是从本站页面发出的，已拒绝，没有改动任何记录。请回到本站页面重新操作。'),
  'wrong-credentials': (facts) => ({ status: 401, title: '账号或密码不正确', detail: `请核对后再试。连续输错 ${facts.limit ?? 5} 次，账号将锁定 ${facts.minutes ?? 15} 分钟。` }),
  'account-locked': (facts) => ({ status: 423, title: '账号已暂时锁定', detail: `因连续输错密码，请在 ${facts.minutes} 分钟后再试，或请管理员重发一次性口令。学习记录不受影响。` }),
  'server-busy': say(503, '登录的人较多', '正在排队，请过几秒再试。'),
  'password-weak': say(400, '密码强度不够', '至少 10 个字符，大写字母、小写字母、数字、符号中至少有三种，且不能包含账号。'),
  'password-reused': say(400, '新密码与原密码相同', '请换一个新的密码。'),
  'password-must-change': say(403, '请先修改一次性口令', '一次性口令只能用于首次登录，修改后即可使用。'),
  'setup-code-wrong': say(403, '启动码不正确', '启动码显示在服务器控制台上，请核对后再输入。'),
  'setup-done': say(409, '本系统已完成初始设置', '请直接登录。'),
  'question-not-in-lesson': say(404, '这一课没有这道题', '题目可能已经更换，请刷新页面后再答。已完成的记录不受影响。'),
  'answer-empty': say(400, '还没有选择答案', '请至少选择一项，再提交。'),
  'answer-stale': say(409, '这道题的页面已经过时', '您可能在另一个页面答过这道题。请按现在显示的选项重新作答，已有的作答都已保存。'),
  'answer-conflict': say(409, '这一次作答已经提交过', '同一次作答以先提交的为准，已经保存。要再答一次，请刷新页面。'),
  'answer-too-often': (facts) => ({ status: 429, title: '今天这道题答得太多了', detail: `同一道题一天最多答 ${facts.limit} 次。请重读正文，明天再答。已有的作答都已保存。` }),
  'session-not-open': say(409, '现在不能签到', '这次学法还没有开始签到，或者已经结束。请与授课人联系。'),
  'session-already-open': say(409, '签到已经开始', '请直接展示签到码。'),
  'session-closed': say(409, '这次学法已经结束', '登记表已锁定，记录没有改动。'),
  'session-in-past': say(400, '时间已经过去', '请填写将来的日期和时间。'),
  'session-too-early': (facts) => ({ status: 409, title: '还没到时间', detail: `开始前 ${facts.minutes} 分钟内才能打开签到。` }),
  'code-wrong': (facts) => ({ status: 403, title: '签到码不正确', detail: `请看会场大屏上的四位数字，再输一次。还可以试 ${facts.left} 次。` }),
  'code-rate-limited': (facts) => ({ status: 429, title: '签到码输错次数过多', detail: `请在 ${facts.minutes} 分钟后再试，或请授课人为您登记。` }),
  'not-on-roster': say(403, '您不在这次学法的应到名单中', '如果应当参加，请授课人核对名单。'),
  'sign-in-not-found': say(404, '没有找到这条签到', '可能已经撤销，请刷新页面。'),
  'file-missing': say(400, '没有选择文件', '请选择名册文件（.xlsx）后再上传。'),
  'file-too-large': (facts) => ({ status: 413, title: '文件太大', detail: `文件或其内容超过 ${facts.megabytes} MB，没有导入。请删去图片和多余的工作表后再试。` }),
  'file-not-xlsx': say(400, '打不开这个文件', '它不是 .xlsx 表格，或者已经损坏、加密。请在 Excel 或 WPS 中另存为 .xlsx 后再上传。没有改动任何数据。'),
  'roster-columns-missing': (facts) => ({ status: 400, title: '名册缺少必需的列', detail: `没有找到：${facts.columns}。表头应在前十行之内，必需的列是 工号、姓名、单位/科室、岗位、职务层次、角色。没有改动任何数据。` }),
  'roster-empty': say(400, '名册里没有人员', '表头下面没有内容，没有改动任何数据。'),
  'roster-too-long': (facts) => ({ status: 400, title: '名册太长', detail: `有 ${facts.rows} 行，一次最多导入 ${facts.limit} 行。请分成几个文件。没有改动任何数据。` }),
  'roster-has-errors': (facts) => ({ status: 409, title: '名册中还有错误', detail: `有 ${facts.rows} 行需要改正。请改好后重新上传，没有改动任何数据。` }),
  'roster-changed': say(409, '名册预览已经过时', '预览之后人员信息有变动。请重新上传，没有改动任何数据。'),
  'roster-applied': say(409, '这份名册已经导入', '无需重复确认。'),
  'last-administrator': say(409, '至少要保留一名管理员', '这次导入会使系统没有管理员，没有改动任何数据。'),
  'fact-conflict': say(409, '这条记录已经存在', '内容与已有记录不同，没有改动已有记录。请刷新页面后再试。'),
  'document-conflict': say(409, '别人刚刚改过', '请刷新页面，看过新的内容后再操作。您的改动没有覆盖别人的。'),
  'store-stopped': say(503, '暂时无法保存', '存储发生故障，已停止写入；此前保存的记录都在。请联系管理员重新启动服务。'),
  'store-full': say(507, '磁盘已满，没有保存', '请联系管理员清理磁盘，然后再提交一次。此前保存的记录都在。'),
  'folder-in-use': (facts) => ({ status: 500, title: '数据目录正在被使用', detail: `${facts.folder} 由${facts.holder}使用。请先停止它，或用 DATA_DIR 另指一个目录。没有改动任何数据。` }),
  'folder-damaged': (facts) => ({ status: 500, title: '数据文件损坏', detail: `${facts.file} 第 ${facts.line} 行无法读取。请用备份恢复，或联系维护人员。没有改动任何数据。` }),
  'content-invalid': (facts) => ({ status: 500, title: '课程内容有误', detail: `${facts.count} 处问题，请运行 npm run gate 查看。` }),
  'unexpected': say(500, '出了意外', '这次操作没有完成，此前保存的记录都在。请再试一次；如果仍然这样，请联系管理员并告知时间。'),
};

export function sentenceFor(code: RefusalCode, facts: RefusalFacts = {}): Sentence {
  return sentences[code](facts);
}
