/**
 * `npm run lint:openapi`: holds docs/openapi.yaml against the OpenAPI 3.1 schema and Redocly's recommended rules,
 * examples included. Reads nothing but that file. Prints every problem; any of them, warnings too, fails.
 */
import { fileURLToPath } from 'node:url';
import { isHelpAsked } from '../terminal/help.ts';
import { createConfig, formatProblems, getTotals, lint } from '@redocly/openapi-core';

const HELP = `Holds docs/openapi.yaml against the OpenAPI 3.1 schema and Redocly's recommended rules, examples included.

Example: npm run lint:openapi`;

if (isHelpAsked(HELP)) process.exit(0);
const ref = fileURLToPath(new URL('../docs/openapi.yaml', import.meta.url));
const config = await createConfig({
  extends: ['recommended'],
  rules: {
    // The laptop's address is a real server of this API, not a leftover.
    'no-server-example.com': 'off',
  },
});

const problems = await lint({ ref, config });
if (problems.length > 0) {
  formatProblems(problems, { format: 'codeframe', totals: getTotals(problems), maxProblems: Infinity });
  process.exitCode = 1;
} else {
  console.log('docs/openapi.yaml: no problems');
}
