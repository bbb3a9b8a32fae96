import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';

/** Makes the user in a stage's user pool; Cognito sends the email. An existing user stays unchanged. */
export async function makeCognitoUser(
  stageName: string,
  email: string,
  client: Pick<CognitoIdentityProviderClient, 'send'> = new CognitoIdentityProviderClient({}),
): Promise<void> {
  const UserPoolId = await poolOf(stageName, client);
  const command = new AdminCreateUserCommand({
    UserPoolId,
    Username: email,
    // The address counts as verified: the console accepts no other.
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

/** Named in resources/console-cognito.yml. */
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
