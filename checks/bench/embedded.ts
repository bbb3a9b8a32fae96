import { startEmbeddedDynamodb } from '../../local/embedded-dynamodb.ts';

// The embedded DynamoDB in a process of its own, so that its processor time is nobody else's: `node embedded.ts FOLDER`.
const { endpoint } = await startEmbeddedDynamodb(process.argv[2]);
process.send?.(endpoint);
process.once('disconnect', () => process.exit());
