/** Where a command looked, for a person to see what is wrong. */
export interface Meant {
  stage: string;
  region: string;
  /** The tables that the stage's settings name. */
  tables: string[];
  /** `AWS_PROFILE`, if it is set. */
  profile?: string | undefined;
  /** The account of the credentials, if they contain it. */
  account?: string | undefined;
}

/**
 * Why a command cannot reach a deployed stage's tables, in two sentences: the cause with what to do, and where it
 * looked. @param error what the AWS SDK threw; its names are Amazon's
 */
export function whyNoDatabase(error: Error, meant: Meant): string {
  return `${cause(error, meant)} It looked at ${whatWasMeant(error, meant)}.`;
}

const NEW_CREDENTIALS = 'aws sso login, or fresh AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';

function cause(error: Error, { stage, region, profile }: Meant): string {
  const withProfile = profile === undefined ? '' : ` --profile ${profile}`;
  switch (kindOf(error)) {
    case 'none':
      return profile === undefined
        ? 'There are no AWS credentials: name a profile (AWS_PROFILE=…), or sign in with aws sso login.'
        : `The AWS profile ${profile} has no credentials: sign in with aws sso login${withProfile}, or name another one in AWS_PROFILE.`;
    case 'expired':
      return `The AWS credentials have expired: sign in again with aws sso login${withProfile}, or set new ones.`;
    case 'unknown':
      return `AWS does not know these credentials: get new ones (${NEW_CREDENTIALS}), or name another profile in AWS_PROFILE.`;
    case 'forbidden':
      return 'These AWS credentials may not read the tables: name another profile in AWS_PROFILE, or have its rights extended.';
    case 'no table':
      return `The stage is not deployed there: set AWS_REGION and AWS_PROFILE to where it is, or deploy it with npx serverless deploy --stage ${stage}.`;
    case 'no region':
      return `There is no DynamoDB in a region "${region}", or this machine does not reach it: set AWS_REGION, as in us-east-1, and look whether the internet is reached.`;
    case 'no answer':
      return 'AWS did not answer: look whether this machine reaches the internet, and try again.';
    case 'other':
      return `The database did not answer: ${error.message}`;
  }
}

type Kind = 'none' | 'expired' | 'unknown' | 'forbidden' | 'no table' | 'no region' | 'no answer' | 'other';

const KINDS: Readonly<Record<string, Kind>> = {
  CredentialsProviderError: 'none',
  TokenProviderError: 'none',
  ExpiredToken: 'expired',
  ExpiredTokenException: 'expired',
  UnrecognizedClientException: 'unknown',
  InvalidClientTokenId: 'unknown',
  InvalidSignatureException: 'unknown',
  IncompleteSignatureException: 'unknown',
  SignatureDoesNotMatch: 'unknown',
  AccessDeniedException: 'forbidden',
  ResourceNotFoundException: 'no table',
  ENOTFOUND: 'no region',
  EAI_AGAIN: 'no region',
  TimeoutError: 'no answer',
  ECONNREFUSED: 'no answer',
  ECONNRESET: 'no answer',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'no answer',
  ENETUNREACH: 'no answer',
};

function kindOf(error: Error): Kind {
  // An expired session of aws sso login shows in the message alone.
  if (/\b(expired|aws sso login)\b/i.test(error.message) && KINDS[error.name] === 'none') return 'expired';
  if (/not a valid hostname component|invalid region|region is missing/i.test(error.message))
    return 'no region';
  // The SDK wraps some system errors, and keeps their message only.
  const code = 'code' in error ? String(error.code) : (/\bE[A-Z_]{4,}\b/.exec(error.message)?.[0] ?? '');
  return KINDS[error.name] ?? KINDS[code] ?? 'other';
}

function whatWasMeant({ message }: Error, { stage, region, tables, account }: Meant): string {
  // A refusal names the caller's account.
  const known = account ?? /\barn:aws[\w-]*:(?:iam|sts)::(\d{12}):/.exec(message)?.[1];
  const where = known === undefined ? '' : `account ${known}, `;
  return `stage ${stage}: ${where}region ${region}, tables ${common(tables)}`;
}

/** `weborders-dev-orders`, `weborders-dev-stores`: `weborders-dev-*`. */
function common(tables: string[]): string {
  const [first = '', ...others] = tables;
  let length = first.length;
  while (length > 0 && !others.every((table) => table.startsWith(first.slice(0, length)))) length -= 1;
  const prefix = first.slice(0, first.lastIndexOf('-', length) + 1);
  return others.length === 0 || prefix === '' ? tables.join(', ') : `${prefix}*`;
}
