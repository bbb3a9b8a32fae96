import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';

/** Makes the user of a stage's user pool, whom Cognito tells by email; one who is there already stays as he is. */
export async function makeCognitoUser(
  stageName: string,
  email: string,
  client: Pick<CognitoIdentityProviderClient, 'send'> = new CognitoIdentityProviderClient({}),
): Promise<void> {
  const UserPoolId = await poolOf(stageName, client);
  const command = new AdminCreateUserCommand({
    UserPoolId,
    Username: email,
    // An administrator vouches for the address: the console believes no other.
    UserAttributes: [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ],
    DesiredDeliveryMediums: ['EMAIL'],
  });
  try {
    await client.send(command);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'UsernameExistsException') throw error;
  }
}

/** resources/console-cognito.yml names it. */
async function poolOf(
  stageName: string,
  client: Pick<CognitoIdentityProviderClient, 'send'>,
): Promise<string> {
  const name = `lightspeed-web-orders-${stageName}-console`;
  let NextToken: string | undefined;
  do {
    const answer = await client.send(new ListUserPoolsCommand({ MaxResults: 60, NextToken }));
    const found = answer.UserPools?.find((pool) => pool.Name === name)?.Id;
    if (found !== undefined) return found;
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  throw new Error(`Stage ${stageName} has no user pool ${name}: deploy it first.`);
}
