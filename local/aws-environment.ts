/**
 * The environment for the AWS SDK in the functions: the embedded DynamoDB, and invented credentials. A developer's own
 * are removed, so that nothing on a laptop can ever reach an account.
 */
export function setAwsEnvironment(environment: NodeJS.ProcessEnv, endpoint: string): void {
  for (const name of Object.keys(environment)) {
    if (name.startsWith('AWS_')) delete environment[name];
  }
  Object.assign(environment, {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    // Otherwise a developer's profile may still name an endpoint or a region.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
}
