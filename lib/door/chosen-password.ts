import { commonPasswords, commonWords } from './common-passwords.ts';

const SHORTEST = 12;
/** API Gateway takes headers of at most 10 KB; nobody types that much. */
const LONGEST = 200;

/**
 * Why this password may not be chosen (contract 1, v2), as what follows "The password"; `undefined` if it may. `names`
 * are what anybody would try first: the store's id, name and user.
 */
export function passwordFault(password: string, names: string[]): string | undefined {
  const { length } = Array.from(password);
  if (length < SHORTEST) return `has ${length} characters. It must have at least ${SHORTEST}.`;
  if (length > LONGEST) return `has more than ${LONGEST} characters.`;
  if (/\p{Cc}/u.test(password)) return 'has a character that nobody can type.';
  if (password.trim() !== password) return 'begins or ends with a blank, which a form may drop.';
  if (isCommon(password.toLowerCase(), names)) return 'is one of those that are tried first.';
  return undefined;
}

function isCommon(password: string, names: string[]): boolean {
  // Of `Password2026!`, what is left without digits and signs at both ends.
  const word = password.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const known = ['lightspeed', 'weborders', ...names.map((name) => name.toLowerCase())];
  return (
    commonPasswords.has(password) ||
    [word, unitOf(word), unmasked(word)].some((one) => commonWords.has(one) || known.includes(one)) ||
    unitOf(password).length < SHORTEST / 2 ||
    isRun(password)
  );
}

const MASKS: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  '5': 's',
  $: 's',
  '7': 't',
};

/** `password` of `p@ssw0rd`. */
function unmasked(text: string): string {
  return text.replaceAll(/[@431!05$7]/g, (sign) => MASKS[sign] ?? sign);
}

/** What a text repeats: `abc` of `abcabcabc`; the text itself if it repeats nothing. */
function unitOf(text: string): string {
  return /^(.+?)\1+$/su.exec(text)?.[1] ?? text;
}

/** `abcdefghijkl`, `098765432109`: each character one step from the one before, with at most two wrap-arounds. */
function isRun(text: string): boolean {
  const steps = Array.from(text.slice(1), (character, at) => character.charCodeAt(0) - text.charCodeAt(at));
  return [1, -1].some((step) => steps.filter((one) => one !== step).length <= 2);
}
