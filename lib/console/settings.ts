/** The settings that only the console's functions have (contract 11). */
export interface ConsoleSettings {
  /** The console's origin: `https://console.weborders.example.com`. */
  origin: string;
  /** The OpenID provider that signs people in. */
  issuer: string;
  clientId: string;
  /** The id of the stage's own user pool; absent: people are users of somebody else's provider. */
  userPool?: string | undefined;
  /** Where Lightspeed is played on a page: `npm start` only. */
  simulator?: string | undefined;
}

/** Reads and checks them. Throws one sentence that names the wrong setting. */
export function readConsoleSettings(environment: Record<string, string | undefined>): ConsoleSettings {
  return {
    origin: new URL(url('CONSOLE_ORIGIN', environment)).origin,
    issuer: url('CONSOLE_ISSUER', environment),
    clientId: required('CONSOLE_CLIENT_ID', environment),
    userPool: environment['CONSOLE_USER_POOL'] || undefined,
    simulator: environment['CONSOLE_SIMULATOR'] || undefined,
  };
}

function required(name: string, environment: Record<string, string | undefined>): string {
  const value = environment[name]?.trim();
  if (!value) throw new Error(`The setting ${name} is missing.`);
  return value;
}

function url(name: string, environment: Record<string, string | undefined>): string {
  const text = required(name, environment);
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = parsed?.hostname === 'localhost' || parsed?.hostname === '127.0.0.1';
  if (parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLocal)) return text;
  throw new Error(`The setting ${name} must be an https URL, not "${text}".`);
}
