import type { Exception } from './findings.ts';

const BEHIND_THE_API =
  /^(TestConnection|OutstandingActivity|Acknowledge|Ship|Cancel|PutOrder|GetOrder|ListOrders|AddNote|CancelOrder|RequeueOrder|ResendMessages|GetStatus|ReceiveWoocommerce|ReceiveShopify|ReceiveBigcommerce|ConsolePage|ConsoleWebstore|ConsoleSignIn|ConsoleSignOut|AnyOtherPath)LambdaFunction$/;
const SCHEDULED = /^(WatchStores|TellWebstores|RepeatDeliveries|SweepPlatforms)LambdaFunction$/;
const FUNCTIONS = new RegExp(`${BEHIND_THE_API.source}|${SCHEDULED.source}`);
const BUCKET = /^ServerlessDeploymentBucket$/;

/** Findings that are accepted, each with its reason. What is new and not named here fails, whatever its rule. */
export const exceptions: Exception[] = [
  {
    rule: 'W3005',
    resources: /^(HttpApiStage|HttpApiRoute\w+|\w+LambdaFunction)$/,
    reason:
      'The framework writes a DependsOn beside the reference that says the same. Ours are never named so.',
  },
  {
    rule: 'CKV_AWS_115',
    resources: FUNCTIONS,
    reason:
      'What is reserved for one is taken from all: only a flood and the watch are limited, and only where the quota allows it (prod).',
  },
  {
    rule: 'CKV_AWS_116',
    resources: BEHIND_THE_API,
    reason: 'API Gateway waits for the answer, and the caller repeats: nothing is ever queued.',
  },
  {
    rule: 'CKV_AWS_116',
    resources: SCHEDULED,
    reason: 'The next run finds the same in the tables; a missing one is an alarm of its own.',
  },
  {
    rule: 'CKV_AWS_117',
    resources: FUNCTIONS,
    reason:
      'They call AWS, and webstores and shops on the internet; nothing of theirs is in a private network.',
  },
  {
    rule: 'CKV_AWS_173',
    resources: FUNCTIONS,
    reason: 'Their environment holds names and numbers, no secret; Lambda encrypts it with its own key.',
  },
  {
    rule: 'CKV_AWS_158',
    resources: /^\w+LogGroup$/,
    reason:
      'CloudWatch encrypts logs with its own key, and ours hold no personal data and no secret (tested).',
  },
  {
    rule: 'CKV_AWS_119',
    resources: /^(Orders|Activity|Attempts|Stores|Wire|Messages|Inbox|People|Audit)Table$/,
    reason: 'They are encrypted with a key of DynamoDB; resources/tables.yml says why not with one of ours.',
  },
  {
    rule: 'CKV_AWS_28',
    resources: /^(Attempts|Wire)Table$/,
    reason: 'What is in them expires within days, and nobody misses it.',
  },
  {
    rule: 'CKV_AWS_21',
    resources: BUCKET,
    reason: 'It holds bundles under names with their time, which no deployment writes twice.',
  },
  { rule: 'S3ObjectVersioningRule', resources: BUCKET, reason: 'As CKV_AWS_21.' },
  {
    rule: 'S3LifecycleConfigurationRule',
    resources: BUCKET,
    reason: 'The framework itself removes all but the last deployments.',
  },
  {
    rule: 'CKV_AWS_18',
    resources: BUCKET,
    reason: 'Only a deployment reads or writes it, and it holds no data.',
  },
  {
    rule: 'E3031',
    resources: /^SecretsKeyAlias$/,
    reason: 'Stage local calls its key so, and is never deployed.',
  },
  { rule: 'E1164', resources: /^SecretsKeyAlias$/, reason: 'As E3031.' },
  {
    rule: 'GenericResourceWildcardPolicyRule',
    resources: /^(Alarm|Secrets)Key$/,
    reason: 'A key whose policy does not leave everything to its own account can be locked out forever.',
  },
];
