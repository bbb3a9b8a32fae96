import { allStores } from '../../lib/database/stores.ts';
import { addNewStore } from '../../lib/desk/change-store.ts';
import { brokenRule } from '../../lib/desk/store-rules.ts';
import { dayOrInstant, type Instant } from '../../lib/domain/instant.ts';
import { finishRotation, rotate, type Store } from '../../lib/domain/store.ts';
import { passwordFault } from '../../lib/door/chosen-password.ts';
import { hashMade, newApiToken, newPassword } from '../../lib/door/secrets.ts';
import { hashChosen } from '../../lib/door/slow-hash.ts';
import { askSecretTwice } from '../../terminal/secret.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import type { Told } from '../../terminal/tell.ts';
import type { Given } from '../run.ts';
import { type Origin, storeCard } from './card.ts';
import { storeJson } from './json.ts';
import { storeList } from './list.ts';
import { changingStore } from '../changing-store.ts';
import { existingStore, theOnly } from '../existing-store.ts';
import { tablesIn } from './tables.ts';

type Values = Given['values'];

interface Context {
  values: Values;
  now: Instant;
  originOf: (storeId: string) => Origin;
  /** Asks for a chosen password; absent: on the terminal. */
  askPassword?: () => Promise<string>;
}

type Command = (words: string[], context: Context) => Promise<string | Told>;

/** The commands that take `--json`. */
export const JSON_COMMANDS = ['list', 'show'];

/** Each returns what to print. */
export const commands: Record<string, Command> = {
  add,
  list,
  show: async (words, { originOf }) => {
    const store = await existingStore(theOnly(words));
    const origin = originOf(store.id);
    return { text: storeCard(store, { origin }), json: storeJson(store, origin) };
  },
  set,
  enable: (words, context) => change(theOnly(words), context, (store) => ({ ...store, enabled: true })),
  disable: (words, context) => change(theOnly(words), context, (store) => ({ ...store, enabled: false })),
  'rotate-password': rotatePassword,
  'set-password': setPassword,
  'rotate-token': rotateToken,
  pin: async ([id, address, ...more], context) => {
    if (address === undefined || more.length > 0)
      throw new UsageError('Which store, and which machine address? pin coolbike 00:1A:2B:3C:4D:5E');
    const machineAddress = checked('machineAddress', address.trim());
    return change(id ?? '', context, (store) => ({ ...store, machineAddress }));
  },
  unpin: (words, context) =>
    change(theOnly(words), context, (store) => ({ ...store, machineAddress: undefined })),
};

async function add(words: string[], { values, now, originOf }: Context): Promise<string> {
  const id = checked('id', theOnly(words));
  const { store, ...secrets } = await addNewStore({ name: id, ...settingsIn(values, now), id }, now);
  return storeCard(store, { origin: originOf(id), ...secrets });
}

async function list(_words: string[], { originOf }: Context): Promise<Told> {
  const found = await Array.fromAsync(allStores());
  const stores = found.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const json = { stores: stores.map((store) => storeJson(store, originOf(store.id))) };
  return { text: storeList(stores), json };
}

async function set(words: string[], context: Context): Promise<string> {
  const settings = settingsIn(context.values, context.now);
  const tables = tablesIn(context.values);
  if (Object.keys(settings).length === 0 && !tables)
    throw new UsageError(
      'What is to be set? --name, --username, --time-zone, --start, --payment, --supplier or --part-without-sku',
    );
  return change(theOnly(words), context, (store) => ({ ...store, ...settings, ...tables?.(store) }));
}

async function rotatePassword(words: string[], context: Context): Promise<string> {
  const id = theOnly(words);
  if (context.values['finish'] === true)
    return change(id, context, (store) => ({ ...store, passwords: finishRotation(store.passwords) }));
  await existingStore(id);
  const password = newPassword();
  const { now, originOf } = context;
  const store = await changed(id, now, (before) => ({
    ...before,
    passwords: rotate(before.passwords, hashMade(password), now),
  }));
  return storeCard(store, { origin: originOf(id), password });
}

async function setPassword(words: string[], context: Context): Promise<string> {
  const { now, originOf, askPassword = () => askSecretTwice('Password') } = context;
  const { id, name, username } = await existingStore(theOnly(words));
  const password = await askPassword();
  const fault = passwordFault(password, [id, name, username]);
  if (fault) throw new UsageError(`The password ${fault}`);
  const hash = await hashChosen(password);
  const store = await changed(id, now, (before) => ({
    ...before,
    passwords: rotate(before.passwords, hash, now),
  }));
  return storeCard(store, { origin: originOf(id) });
}

async function rotateToken(words: string[], context: Context): Promise<string> {
  const id = theOnly(words);
  if (context.values['finish'] === true)
    return change(id, context, (store) => ({ ...store, apiTokens: finishRotation(store.apiTokens) }));
  await existingStore(id);
  const apiToken = newApiToken();
  const { now, originOf } = context;
  const store = await changed(id, now, (before) => ({
    ...before,
    apiTokens: rotate(before.apiTokens, hashMade(apiToken), now),
  }));
  return storeCard(store, { origin: originOf(id), apiToken });
}

async function change(
  id: string,
  { now, originOf }: Context,
  step: (store: Store) => Store,
): Promise<string> {
  return storeCard(await changed(id, now, step), { origin: originOf(id) });
}

async function changed(id: string, now: Instant, step: (store: Store) => Store): Promise<Store> {
  return changingStore(await existingStore(id), now).change(step);
}

type Settings = Partial<Pick<Store, 'name' | 'username' | 'timeZone' | 'startAt'>>;

/** The settings from the options. `none` removes one. */
function settingsIn(values: Values, now: Instant): Settings {
  const { name, username, 'time-zone': timeZone, start } = values;
  return {
    ...(typeof name === 'string' && { name: checked('name', name) }),
    ...(typeof username === 'string' && { username: checked('username', username) }),
    ...(typeof timeZone === 'string' && {
      timeZone: timeZone === 'none' ? undefined : checked('timeZone', timeZone),
    }),
    ...(typeof start === 'string' && { startAt: start === 'none' ? undefined : startPoint(start, now) }),
  };
}

function checked(of: Parameters<typeof brokenRule>[0], text: string): string {
  const broken = brokenRule(of, text);
  if (broken !== undefined) throw new UsageError(`"${text}" cannot be used. ${broken}`);
  return text;
}

/** `now`, a day, which begins at midnight in UTC, or an instant with its offset. */
function startPoint(text: string, now: Instant): Instant {
  const instant = text === 'now' ? now : dayOrInstant(text);
  if (instant !== undefined) return instant;
  throw new UsageError(`--start takes now, 2026-11-23, 2026-11-23T18:04:05Z or none, not "${text}".`);
}
