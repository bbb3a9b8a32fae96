import { AwsFailure, callAws } from '../aws-call.ts';
import { Failure } from '../domain/failure.ts';

export type CallCognito = (operation: string, input: object) => Promise<Record<string, unknown>>;

/** Throws `ServiceUnavailable` if it does not answer, and `InvalidRequest` for what it does not take. */
export const callCognito: CallCognito = async (operation, input) => {
  const target = `AWSCognitoIdentityProviderService.${operation}`;
  try {
    return await callAws({ service: 'cognito-idp', target }, input);
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    if (error.code === 'InvalidParameterException')
      throw new Failure('InvalidRequest', 'Cognito does not take that email address.', { cause: error });
    throw error.code === ''
      ? new Failure('ServiceUnavailable', 'Cognito did not answer. Try again.', { cause: error })
      : error;
  }
};

/** Makes the user in a user pool; Cognito sends the email. An existing user stays unchanged. */
export async function makeCognitoUser(
  UserPoolId: string,
  email: string,
  call: CallCognito = callCognito,
): Promise<void> {
  const user = {
    UserPoolId,
    Username: email,
    // The address counts as verified: the console accepts no other.
    UserAttributes: [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ],
    DesiredDeliveryMediums: ['EMAIL'],
  };
  try {
    await call('AdminCreateUser', user);
  } catch (error) {
    if (!(error instanceof AwsFailure) || error.code !== 'UsernameExistsException') throw error;
  }
}
