/*
 * In place of @aws-sdk/endpoint-cache in what is deployed (`alias` in serverless.yml): it remembers the endpoints that
 * DynamoDB would name if it were asked for some, which our functions never do.
 */
export class EndpointCache {
  getEndpoint(): undefined {
    return undefined;
  }
}
