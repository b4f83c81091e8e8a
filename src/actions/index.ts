import { z } from 'zod';
import { accountActions } from './accounts.ts';
import { disputeActions } from './disputes.ts';
import { lawActions } from './laws.ts';
import { practiceActions } from './practice.ts';
import { markingActions } from './marking.ts';
import { rosterActions } from './roster.ts';
import { sessionActions } from './sessions.ts';
import { studyActions } from './study.ts';
import { unitActions } from './units.ts';

z.config(z.locales.zhCN());

export const server = { ...accountActions, ...studyActions, ...practiceActions, ...disputeActions, ...sessionActions, ...rosterActions, ...lawActions, ...markingActions, ...unitActions };
