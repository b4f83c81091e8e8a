import { describe, expect, test } from 'vitest';
import { isSamePlan, planRoster, rosterPlanSchema, type RosterLine } from '../../src/domain/roster.ts';
import type { RosterRow } from '../../src/domain/roster-row.ts';
import type { Unit } from '../../src/domain/unit.ts';
import { aUnit } from '../builders.ts';
import { aGround, aMember, aRow, reception, root } from '../roster-builders.ts';

const reasonsFor = (over: Partial<RosterRow>) => planRoster([aRow(over)], aGround()).lines[0]!.reasons;
const lineFor = (over: Partial<RosterRow>, ground = aGround({ members: [aMember()] })): RosterLine => planRoster([aRow(over)], ground).lines[0]!;

describe('a person who is not on record', () => {
  test('becomes a new member with a new id, 学员 first', () => {
    const plan = planRoster([aRow({ roles: '管理员、授课人', phone: '0571-8888 8888' })], aGround());
    expect(plan.added).toBe(1);
    expect(plan.lines[0]).toEqual({
      row: 2, staffNo: '1001', name: '张伟', unit: '来访接待科', outcome: 'new', changes: [], reasons: [],
      member: { memberId: 'member-1', staffNo: '1001', name: '张伟', unitId: 'unit-reception', post: '接访岗', rank: '一级科员', roles: ['cadre', 'trainer', 'admin'], phone: '0571-8888 8888' },
    });
  });

  test('may hold several roles, however they are separated', () => {
    for (const roles of ['学员、领导', '领导，学员', '学员,领导', '学员/领导', '学员／领导', '领导 学员', '领导']) {
      expect(lineFor({ roles, staffNo: '7' }).member?.roles, roles).toEqual(['cadre', 'leader']);
    }
  });

  test('keeps rare characters, and loses only blanks that line a name up', () => {
    expect(lineFor({ staffNo: '7', name: '䶮㛃堃𬭚' }).member?.name).toBe('䶮㛃堃𬭚');
    expect(lineFor({ staffNo: '7', name: '张　三' }).member?.name).toBe('张三');
    expect(lineFor({ staffNo: '7', name: 'Anna Li' }).member?.name).toBe('Anna Li');
  });
});

describe('a person on record', () => {
  test('is the same when nothing differs', () => {
    expect(lineFor({})).toMatchObject({ outcome: 'same', member: null });
  });

  test('is changed, and every change says from what to what', () => {
    const line = lineFor({ name: '张玮', unit: '办公室', post: '办信岗', rank: '科长', roles: '领导', phone: '13800138000' });
    expect(line.outcome).toBe('changed');
    expect(line.changes).toEqual([
      { field: 'name', from: '张伟', to: '张玮' }, { field: 'unit', from: '来访接待科', to: '办公室' }, { field: 'post', from: '接访岗', to: '办信岗' },
      { field: 'rank', from: '一级科员', to: '科长' }, { field: 'roles', from: '学员', to: '学员、领导' }, { field: 'phone', from: '', to: '13800138000' },
    ]);
    expect(line.member).toMatchObject({ memberId: 'member-zhang', unitId: 'unit-1', roles: ['cadre', 'leader'] });
  });

  test('keeps the phone number when the sheet has none', () => {
    expect(lineFor({}, aGround({ members: [aMember({ phone: '13800138000' })] })).outcome).toBe('same');
  });

  test('is known by the 工号 in either case, and keeps it as recorded', () => {
    const ground = aGround({ members: [aMember({ staffNo: 'A07' })] });
    expect(lineFor({ staffNo: 'a07', post: '办信岗' }, ground).member).toMatchObject({ memberId: 'member-zhang', staffNo: 'A07' });
  });

  test('stays untouched and is counted when no row names them', () => {
    const plan = planRoster([aRow()], aGround({ members: [aMember(), aMember({ memberId: 'member-b', staffNo: '1002' })] }));
    expect(plan).toMatchObject({ same: 1, untouched: 1 });
  });
});

describe('errors', () => {
  test('every required field that is empty is named', () => {
    expect(reasonsFor({ staffNo: '', name: '', unit: '', roles: '' })).toEqual(['没有填写工号', '没有填写姓名', '没有填写单位/科室', '没有填写角色']);
    expect(reasonsFor({ roles: '、' })).toEqual(['没有填写角色']);
  });

  test('a duplicate 工号 names both rows', () => {
    const plan = planRoster([aRow({ row: 3, staffNo: 'a1' }), aRow({ row: 9, staffNo: 'A1' })], aGround());
    expect(plan.lines.map((line) => line.reasons)).toEqual([['工号「a1」与第 9 行重复'], ['工号「A1」与第 3 行重复']]);
    expect(plan.faulty).toBe(2);
  });

  test('a 工号 is half-width letters, digits and hyphens, at most 32', () => {
    expect(reasonsFor({ staffNo: '１００１' })).toEqual(['工号「１００１」只能用半角字母、数字和短横']);
    expect(reasonsFor({ staffNo: '1.23457E+17' })).toEqual(['工号「1.23457E+17」只能用半角字母、数字和短横']);
    expect(reasonsFor({ staffNo: '1'.repeat(33) })).toEqual(['工号超过 32 个字符']);
    expect(reasonsFor({ staffNo: `x-${'1'.repeat(30)}` })).toEqual([]);
  });

  test('name, post and rank are at most 40 characters', () => {
    expect(reasonsFor({ name: '长'.repeat(41), post: '岗'.repeat(41), rank: '级'.repeat(41) })).toEqual(['姓名超过 40 个字', '岗位超过 40 个字', '职务层次超过 40 个字']);
  });

  test('an unknown role word is quoted with the words that may stand there', () => {
    expect(reasonsFor({ roles: '学员、组长' })).toEqual(['角色「组长」不在可选范围内，只能填 学员、授课人、领导、管理员']);
    expect(reasonsFor({ roles: 'constructor' })[0]).toContain('constructor');
  });

  test('a phone number is 7 to 20 digits, +, - and blanks', () => {
    for (const phone of ['13800138000', '+86 571-8888 8888']) expect(reasonsFor({ phone }), phone).toEqual([]);
    for (const phone of ['123456', '无', '1.38E+10']) expect(reasonsFor({ phone })[0], phone).toContain(`手机「${phone}」`);
  });

  test('a formula that failed is not taken for a name', () => {
    expect(reasonsFor({ name: '#N/A', unit: '#REF!' })).toEqual(['姓名是公式错误「#N/A」', '单位/科室是公式错误「#REF!」']);
  });

  test('a 工号 that is the log-in name of someone else cannot be used', () => {
    const accounts = [{ account: 'boss', memberId: 'member-admin', active: true }, { account: '1001', memberId: 'member-admin-2', active: true }];
    expect(planRoster([aRow()], aGround({ accounts })).lines[0]!.reasons).toEqual(['工号「1001」已是另一人的登录账号，不能再用']);
    expect(planRoster([aRow({ staffNo: 'BOSS' })], aGround()).faulty).toBe(0);
  });

  test('several reasons are given together', () => {
    expect(reasonsFor({ staffNo: '张三', name: '', phone: 'x' })).toHaveLength(3);
  });

  test('a row with errors makes no section', () => {
    expect(planRoster([aRow({ name: '', unit: '新科室' })], aGround()).newUnits).toEqual([]);
  });
});

describe('sections', () => {
  test('are found with or without the name of the root, over either slash', () => {
    for (const unit of ['来访接待科', '区信访办/来访接待科', '区信访办／来访接待科', ' 区信访办 / 来访接待科 ', '来 访 接 待 科']) {
      expect(lineFor({ unit, staffNo: '7' }).member?.unitId, unit).toBe('unit-reception');
    }
    expect(lineFor({ unit: '区信访办', staffNo: '7' })).toMatchObject({ unit: '区信访办', member: { unitId: 'unit-root' } });
  });

  test('that do not exist become units below their parent, once each and after their siblings', () => {
    const rows = ['办公室', '城东街道/接访站', '办公室', '区信访办/城东街道／办信组'].map((unit, index) => aRow({ row: index + 2, staffNo: `s${index}`, unit }));
    const plan = planRoster(rows, aGround());
    expect(plan.newUnits).toEqual([
      aUnit({ unitId: 'unit-1', name: '办公室', kind: 'section', parentId: 'unit-root', order: 1 }),
      aUnit({ unitId: 'unit-2', name: '城东街道', kind: 'section', parentId: 'unit-root', order: 2 }),
      aUnit({ unitId: 'unit-3', name: '接访站', kind: 'section', parentId: 'unit-2', order: 0 }),
      aUnit({ unitId: 'unit-4', name: '办信组', kind: 'section', parentId: 'unit-2', order: 1 }),
    ]);
    expect(plan.lines.map((line) => line.unit)).toEqual(['办公室', '城东街道/接访站', '办公室', '城东街道/办信组']);
  });

  test('outside the reach of the administrator are refused, and so are people who belong there', () => {
    const street: Unit = aUnit({ unitId: 'unit-street', name: '城东街道', kind: 'office', parentId: 'unit-root', order: 1 });
    const ground = aGround({ units: [root, reception, street], reachUnitId: 'unit-street', members: [aMember()] });
    const [elsewhere, taken, own] = planRoster([
      aRow({ row: 2, staffNo: '7', unit: '办公室' }), aRow({ row: 3, unit: '城东街道' }), aRow({ row: 4, staffNo: '8', unit: '城东街道/接访站' }),
    ], ground).lines;
    expect(elsewhere!.reasons).toEqual(['单位「办公室」不在您的管理范围内']);
    expect(taken!.reasons).toEqual(['此人现属「来访接待科」，不在您的管理范围内']);
    expect(own!.outcome).toBe('new');
  });

  test('go no deeper than eight and are no longer than a door plate', () => {
    expect(reasonsFor({ unit: '一/二/三/四/五/六/七/八/九' })).toEqual(['单位/科室超过 8 级']);
    expect(reasonsFor({ unit: '科'.repeat(61) })).toEqual(['单位/科室的名称超过 60 个字']);
  });
});

describe('the last administrator', () => {
  const boss = { staffNo: 'boss', name: '李主任', unit: '区信访办', post: '接访岗', rank: '一级科员' };

  test('must not lose the role', () => {
    expect(planRoster([aRow({ ...boss, roles: '学员' })], aGround()).leavesNoAdministrator).toBe(true);
    expect(planRoster([aRow({ ...boss, roles: '管理员' })], aGround()).leavesNoAdministrator).toBe(false);
  });

  test('is not replaced by someone who cannot log in yet', () => {
    expect(planRoster([aRow({ ...boss, roles: '学员' }), aRow({ row: 3, roles: '管理员', unit: '区信访办' })], aGround()).leavesNoAdministrator).toBe(true);
  });

  test('may sit in a section, old or new, but must not move to an office below, from where the others are out of reach', () => {
    const street: Unit = aUnit({ unitId: 'unit-street', name: '城东街道', kind: 'office', parentId: 'unit-root', order: 1 });
    const moving = (unit: string) => planRoster([aRow({ ...boss, roles: '管理员', unit })], aGround({ units: [root, reception, street] })).leavesNoAdministrator;
    expect([moving('来访接待科'), moving('办公室'), moving('城东街道'), moving('城东街道/接访站')]).toEqual([false, false, true, true]);
  });

  test('is not the last while another one who can log in remains', () => {
    const second = aMember({ memberId: 'member-second', staffNo: '9', unitId: 'unit-root', roles: ['cadre', 'admin'] });
    const ground = aGround();
    const two = aGround({ members: [...ground.members, second], accounts: [...ground.accounts, { account: '9', memberId: 'member-second', active: true }] });
    expect(planRoster([aRow({ ...boss, roles: '学员' })], two).leavesNoAdministrator).toBe(false);
  });
});

test('a plan fits its schema, and is the same plan whatever the order of its keys', () => {
  const plan = planRoster([aRow({ unit: '办公室' }), aRow({ row: 3, staffNo: '' })], aGround());
  expect(rosterPlanSchema.parse(plan)).toEqual(plan);
  const turned = Object.fromEntries(Object.entries(plan).reverse()) as typeof plan;
  expect(isSamePlan(plan, turned)).toBe(true);
  expect(isSamePlan(plan, { ...plan, untouched: 5 })).toBe(false);
});

test('20,000 rows in 400 sections are planned within seconds', () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => aRow({ row: index + 2, staffNo: String(index), unit: `科室${index % 400}` }));
  const plan = planRoster(rows, aGround());
  expect([plan.added, plan.newUnits.length, plan.faulty]).toEqual([20_000, 400, 0]);
}, 5_000);
