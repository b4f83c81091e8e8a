import { Refusal } from '../../domain/refusal.ts';

/** What a caller hears when a file could not be written or read. */
export function diskRefusal(error: unknown): Refusal {
  const full = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as NodeJS.ErrnoException).code ?? '');
  return new Refusal(full ? 'store-full' : 'store-stopped');
}
