import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { settings } from '../current-settings.ts';
import type { Instant } from '../domain/instant.ts';
import { addNote, type Note } from '../domain/note.ts';
import { leftOutNote } from '../domain/offer.ts';
import { documents } from './client.ts';
import { markedLeftOut, sortable } from './keys.ts';
import { isConditionFailure, send } from './send.ts';
import { storedNote } from './stored-order.ts';

/**
 * Moves an item that is not a valid order to the end of the queue, with a note that says so, and marks its index entry as
 * left out. It touches nothing else in it: whoever mends it finds it unchanged.
 */
export async function leaveOutDamaged(
  storeId: string,
  item: Record<string, unknown>,
  { reason, now, turn }: { reason: string; now: Instant; turn: Instant },
): Promise<void> {
  const noted = addNote(
    { notes: damageNotesOf(item), notesDropped: 0 },
    { source: 'system', text: leftOutNote(reason), now },
  );
  const since = item['outstandingSince'];
  const mark = typeof since === 'string' ? { ':since': markedLeftOut(since) } : undefined;
  const command = new UpdateCommand({
    TableName: settings.ordersTable,
    Key: { store: storeId, orderId: item['orderId'] },
    UpdateExpression: `SET turn = :turn, damageNotes = :notes${mark ? ', outstandingSince = :since' : ''}`,
    ConditionExpression: 'turn = :before',
    ExpressionAttributeValues: {
      ':turn': sortable(turn),
      ':notes': noted.notes,
      ':before': item['turn'],
      ...mark,
    },
  });
  try {
    await send(documents.send(command));
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
  }
}

/** Why the polls left a damaged item out. */
export function damageNotesOf(item: Record<string, unknown>): Note[] {
  return z.safeParse(z.array(storedNote), item['damageNotes']).data ?? [];
}
