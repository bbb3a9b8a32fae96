import { Logger } from '@aws-lambda-powertools/logger';
import { settings } from '../current-settings.ts';

/** One structured line a request, written at the edge (docs/architecture.md, "What is logged"). */
export const log = new Logger({ serviceName: 'web-orders', logLevel: settings.logLevel });
