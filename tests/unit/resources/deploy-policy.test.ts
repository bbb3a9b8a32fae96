import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

/** What creates each kind of resource that our part of the template has. */
const CREATED_BY: Record<string, string> = {
  'AWS::ApiGatewayV2::ApiMapping': 'apigateway:POST',
  'AWS::ApiGatewayV2::DomainName': 'apigateway:POST',
  'AWS::CloudWatch::Alarm': 'cloudwatch:PutMetricAlarm',
  'AWS::CloudWatch::Dashboard': 'cloudwatch:PutDashboard',
  'AWS::Cognito::ManagedLoginBranding': 'cognito-idp:CreateManagedLoginBranding',
  'AWS::Cognito::UserPool': 'cognito-idp:CreateUserPool',
  'AWS::Cognito::UserPoolClient': 'cognito-idp:CreateUserPoolClient',
  'AWS::Cognito::UserPoolDomain': 'cognito-idp:CreateUserPoolDomain',
  'AWS::DynamoDB::Table': 'dynamodb:CreateTable',
  'AWS::IAM::Policy': 'iam:PutRolePolicy',
  'AWS::IAM::Role': 'iam:CreateRole',
  'AWS::KMS::Alias': 'kms:CreateAlias',
  'AWS::KMS::Key': 'kms:CreateKey',
  'AWS::SNS::Subscription': 'sns:Subscribe',
  'AWS::SNS::Topic': 'sns:CreateTopic',
  'AWS::SNS::TopicPolicy': 'sns:SetTopicAttributes',
  'AWS::SSM::Parameter': 'ssm:PutParameter',
};

const policy: { Statement: { Action: string[] }[] } = JSON.parse(
  readFileSync('docs/deploy-policy.json', 'utf8'),
);
const allowed = policy.Statement.flatMap(({ Action }) => Action);

/** Every kind of resource that a file of the template names. */
function kinds(): string[] {
  const files = readdirSync('resources').map((name) => `resources/${name}`);
  const texts = ['serverless.yml', ...files].map((file) => readFileSync(file, 'utf8'));
  return [...new Set(texts.flatMap((text) => text.match(/(?<=Type: ?['"]?)AWS(::\w+){2}/g) ?? []))];
}

function isAllowed(action: string): boolean {
  return allowed.some((one) => one === action || (one.endsWith('*') && action.startsWith(one.slice(0, -1))));
}

test('whoever deploys may create every kind of resource that the template has', () => {
  expect(kinds().toSorted()).toEqual(Object.keys(CREATED_BY));
  expect(Object.values(CREATED_BY).filter((action) => !isAllowed(action))).toEqual([]);
});
