// @ts-nocheck temporary
import dynalite from 'dynalite';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
export async function startEmbeddedDynamodb() {
  const server = dynalite({ createTableMs: 0 });
  await new Promise((r) => server.listen(0, '127.0.0.1', r));
  Object.assign(process.env, { AWS_REGION:'us-east-1', AWS_ACCESS_KEY_ID:'x', AWS_SECRET_ACCESS_KEY:'x', AWS_ENDPOINT_URL_DYNAMODB:`http://127.0.0.1:${server.address().port}`, STAGE:'local', LOG_LEVEL: process.env.LL ?? 'SILENT', ORDERS_TABLE:'Orders', ACTIVITY_TABLE:'Activity', ATTEMPTS_TABLE:'Attempts', BATCH_SIZE:'30' });
  const d = new DynamoDBClient({}); const S=(n)=>({AttributeName:n,AttributeType:'S'});
  const lsi=(n,k,inc)=>({IndexName:n,KeySchema:[{AttributeName:'store',KeyType:'HASH'},{AttributeName:k,KeyType:'RANGE'}],Projection: inc?{ProjectionType:'INCLUDE',NonKeyAttributes:inc}:{ProjectionType:'KEYS_ONLY'}});
  const t = (n, a, r, x = []) => d.send(new CreateTableCommand({TableName:n,BillingMode:'PAY_PER_REQUEST',AttributeDefinitions:a.map(S),KeySchema:[{AttributeName:'store',KeyType:'HASH'}, ...(r?[{AttributeName:r,KeyType:'RANGE'}]:[])], ...(x.length?{LocalSecondaryIndexes:x}:{})}));
  await t('Orders',['store','orderId','turn','placed','statusPlaced','refusedPlaced'],'orderId',[lsi('outstanding','turn',['outstandingSince','refusedPlaced']),lsi('newest','placed'),lsi('byStatus','statusPlaced'),lsi('refused','refusedPlaced')]);
  await t('Activity',['store']); await t('Attempts',['store','address'],'address');
  d.destroy();
  return async () => { server.close(); };
}
