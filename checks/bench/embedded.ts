import { startEmbeddedDynamodb } from '../../local/embedded-dynamodb.ts';

// The embedded DynamoDB in its own process, so that its processor time can be measured: `node embedded.ts FOLDER`.
const { endpoint } = await startEmbeddedDynamodb(process.argv[2]);
process.send?.(endpoint);
process.once('disconnect', () => process.exit());
