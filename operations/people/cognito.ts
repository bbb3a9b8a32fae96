import { type CallCognito, callCognito, makeCognitoUser } from '../../lib/desk/cognito.ts';

/** Makes the user in a stage's user pool. */
export async function makeUserOf(
  stageName: string,
  email: string,
  call: CallCognito = callCognito,
): Promise<void> {
  await makeCognitoUser(await poolOf(stageName, call), email, call);
}

/** resources/console-cognito.yml names it. */
async function poolOf(stageName: string, call: CallCognito): Promise<string> {
  const name = `lightspeed-web-orders-${stageName}-console`;
  let NextToken: unknown;
  do {
    const answer = await call('ListUserPools', { MaxResults: 60, NextToken });
    const pools = (answer['UserPools'] ?? []) as { Name?: string; Id?: string }[];
    const found = pools.find((pool) => pool.Name === name)?.Id;
    if (found !== undefined) return found;
    NextToken = answer['NextToken'];
  } while (NextToken !== undefined);
  throw new Error(`Stage ${stageName} has no user pool ${name}: deploy it first.`);
}
