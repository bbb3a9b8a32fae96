import { addStore, allStores, changeStore, getStore } from '../../lib/database/stores.ts';
import { type Instant, toInstant } from '../../lib/domain/instant.ts';
import {
  finishRotation,
  isStoreId,
  isTimeZone,
  isUsername,
  machineAddressKey,
  rotate,
  type Store,
} from '../../lib/domain/store.ts';
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
    const store = await existing(theOnly(words));
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
    if (machineAddressKey(address) === undefined)
      throw new UsageError(`"${address}" is not a machine address. It looks like 00:1A:2B:3C:4D:5E`);
    return change(id ?? '', context, (store) => ({ ...store, machineAddress: address.trim() }));
  },
  unpin: (words, context) =>
    change(theOnly(words), context, (store) => ({ ...store, machineAddress: undefined })),
};

async function add(words: string[], { values, now, originOf }: Context): Promise<string> {
  const id = theOnly(words);
  if (!isStoreId(id)) {
    throw new UsageError(
      `"${id}" cannot be a store's id: it is the first label of its host name, of a-z, 0-9 and -, in lowercase.`,
    );
  }
  const [password, apiToken] = [newPassword(), newApiToken()];
  const store: Store = {
    name: id,
    username: 'lightspeed',
    ...settingsIn(values, now),
    id,
    enabled: true,
    passwords: [{ hash: hashMade(password), since: now }],
    apiTokens: [{ hash: hashMade(apiToken), since: now }],
    createdAt: now,
    updatedAt: now,
  };
  if (!(await addStore(store))) throw new Error(`There is a store ${id} already.`);
  return storeCard(store, { origin: originOf(id), password, apiToken });
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
  await existing(id);
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
  const { id, name, username } = await existing(theOnly(words));
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
  await existing(id);
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
  const store = await changeStore(id, (before) => ({ ...step(before), updatedAt: now }));
  if (!store) throw noStore(id);
  return store;
}

async function existing(id: string): Promise<Store> {
  const store = await getStore(id);
  if (!store) throw noStore(id);
  return store;
}

function noStore(id: string): Error {
  return new Error(`There is no store ${id} on this stage. All of them: list`);
}

function theOnly([id, ...more]: string[]): string {
  if (id === undefined || more.length > 0) throw new UsageError('Which store? Name one, by its id.');
  return id;
}

type Settings = Partial<Pick<Store, 'name' | 'username' | 'timeZone' | 'startAt'>>;

/** The settings from the options. `none` removes one. */
function settingsIn(values: Values, now: Instant): Settings {
  const { name, username, 'time-zone': timeZone, start } = values;
  return {
    ...(typeof name === 'string' && { name: checked(name, isName, 'is not a name') }),
    ...(typeof username === 'string' && {
      username: checked(username, isUsername, 'cannot be a user: 1 to 100 characters, none of them a colon'),
    }),
    ...(typeof timeZone === 'string' && {
      timeZone:
        timeZone === 'none'
          ? undefined
          : checked(timeZone, isTimeZone, 'is not a time zone such as America/Boise'),
    }),
    ...(typeof start === 'string' && { startAt: start === 'none' ? undefined : startPoint(start, now) }),
  };
}

function isName(text: string): boolean {
  return /^[^\p{Cc}]{1,200}$/u.test(text) && text.trim() !== '';
}

function checked(text: string, isRight: (text: string) => boolean, fault: string): string {
  if (!isRight(text)) throw new UsageError(`"${text}" ${fault}.`);
  return text;
}

/** `now`, a day, which begins at midnight in UTC, or an instant with its offset. */
function startPoint(text: string, now: Instant): Instant {
  if (text === 'now') return now;
  const date = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/.test(text)
    ? new Date(text)
    : new Date(Number.NaN);
  // Node reads the 31st of February as the 3rd of March.
  const day = Number.isNaN(date.getTime()) ? '' : new Date(`${text.slice(0, 10)}T00:00Z`).toISOString();
  if (!day.startsWith(text.slice(0, 10)))
    throw new UsageError(`--start takes now, 2026-11-23, 2026-11-23T18:04:05Z or none, not "${text}".`);
  return toInstant(date);
}
