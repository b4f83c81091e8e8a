import { isRefusal } from '../domain/refusal.ts';

/** Does work on documents, and does it once more whenever someone else wrote one of them at the same moment. */
export async function untilUndisturbed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isRefusal(error) || error.code !== 'document-conflict') throw error;
    return untilUndisturbed(work);
  }
}
