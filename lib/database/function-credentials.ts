/*
 * Replaces @aws-sdk/credential-provider-node in deployed bundles (`alias` in serverless.yml): Lambda puts a function's
 * credentials into its environment, and the other providers, with their clients, are a third of the AWS SDK. Commands
 * on a laptop have all of them.
 */

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** The AWS SDK asks once: they stay the same while a function lives. */
export function defaultProvider(): () => Promise<Credentials> {
  return () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
    if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY)
      return Promise.reject(new Error('There are no credentials in the environment of this function.'));
    return Promise.resolve({
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    });
  };
}
