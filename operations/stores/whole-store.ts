import type { Instant } from '../../lib/domain/instant.ts';
import { ask } from '../../terminal/ask.ts';
import { theOnly } from '../existing-store.ts';
import { exportLines, writeLines } from './export.ts';
import { holdingsOf, holdingsText, removeEverything } from './remove.ts';

/** `stores export ID`: everything of a store on standard output. */
export async function exportStore(words: string[], signal: AbortSignal): Promise<number> {
  const storeId = theOnly(words);
  await someHoldings(storeId);
  await writeLines(exportLines(storeId), process.stdout, signal);
  return 0;
}

/** `stores remove ID`: removes everything of a store, once its id was typed. */
export async function removeStore(
  words: string[],
  options: { now: Instant; quietMs: number; signal: AbortSignal },
): Promise<number> {
  const storeId = theOnly(words);
  console.log(holdingsText(storeId, await someHoldings(storeId)));
  console.log(
    'Backups keep it for 35 days, logs for as long as the stage keeps them. To keep a copy: stores export\n',
  );
  if ((await ask(`To remove it, type its id`)) !== storeId) {
    console.log('That is not its id. Nothing was removed.');
    return 1;
  }
  try {
    await removeEverything(storeId, { ...options, say: (sentence) => console.log(sentence) });
  } catch (error) {
    if (!options.signal.aborted) throw error;
    throw new Error(`Interrupted. ${storeId} is off; remove it again to go on.`, { cause: error });
  }
  return 0;
}

async function someHoldings(storeId: string): ReturnType<typeof holdingsOf> {
  const holdings = await holdingsOf(storeId);
  if (holdings.every(({ count }) => count === 0))
    throw new Error(`There is no store ${storeId} on this stage.`);
  return holdings;
}
