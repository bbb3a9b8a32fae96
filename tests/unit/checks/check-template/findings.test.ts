import { expect, test } from '@jest/globals';
import { judge, readCfnLint, readCfripper, readCheckov } from '../../../../checks/check-template/findings.ts';

const finding = { rule: 'R1', resource: 'OrdersTable', message: 'No backup' };

test('an exception takes the findings of its rule on its resources, and no others', () => {
  const exception = { rule: 'R1', resources: /^OrdersTable$/, reason: 'Why' };
  const others = [
    { ...finding, resource: 'OrdersTable2' },
    { ...finding, rule: 'R2' },
  ];
  expect(judge([finding, ...others], [exception])).toEqual({ left: others, unused: [] });
});

test('an exception that takes nothing is named', () => {
  const exception = { rule: 'R2', resources: /./, reason: 'Why' };
  expect(judge([finding], [exception])).toEqual({ left: [finding], unused: [exception] });
});

test('a finding of cfn-lint is read with its resource, or with where else it is', () => {
  const match = (Path: string[]) => ({ Rule: { Id: 'W1' }, Message: 'm', Location: { Path } });
  const json = JSON.stringify([match(['Resources', 'OrdersTable', 'Type']), match(['Outputs', 'Url'])]);
  expect(readCfnLint(json)).toEqual([
    { rule: 'W1', resource: 'OrdersTable', message: 'm' },
    { rule: 'W1', resource: 'Outputs/Url', message: 'm' },
  ]);
});

test('a finding of Checkov is read; a template that it could not read is no clean one', () => {
  const failed = { check_id: 'C', check_name: 'm', resource: 'AWS::DynamoDB::Table.OrdersTable' };
  const report = (parsing_errors: number, resource_count: number) =>
    JSON.stringify({ results: { failed_checks: [failed] }, summary: { parsing_errors, resource_count } });
  expect(readCheckov(report(0, 3))).toEqual([{ rule: 'C', resource: 'OrdersTable', message: 'm' }]);
  expect(() => readCheckov(report(1, 3))).toThrow('Checkov could not read the template.');
  expect(() => readCheckov(report(0, 0))).toThrow('Checkov could not read the template.');
});

test('a finding of CFRipper is read; a rule of its that broke is no clean template', () => {
  const failures = [{ rule: 'F', reason: 'm', resource_ids: ['ShipRole'] }];
  expect(readCfripper(JSON.stringify({ exceptions: [], failures }))).toEqual([
    { rule: 'F', resource: 'ShipRole', message: 'm' },
  ]);
  expect(() => readCfripper(JSON.stringify({ exceptions: ['broke'], failures }))).toThrow('CFRipper failed');
});
