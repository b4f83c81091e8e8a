import { z } from 'zod';
import { accountActions } from './accounts.ts';
import { lawActions } from './laws.ts';
import { rosterActions } from './roster.ts';
import { sessionActions } from './sessions.ts';
import { studyActions } from './study.ts';
import { unitActions } from './units.ts';

z.config(z.locales.zhCN());

export const server = { ...accountActions, ...studyActions, ...sessionActions, ...rosterActions, ...lawActions, ...unitActions };
