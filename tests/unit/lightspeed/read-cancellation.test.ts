import { expect, test } from '@jest/globals';
import { parseDocument } from '../../../lib/lightspeed/element.ts';
import { readCancellation } from '../../../lib/lightspeed/read-cancellation.ts';

test.each([
  ['a Reason', '<Cancel><Reason>Voided: discontinued part</Reason></Cancel>'],
  ['an attribute', '<Cancel reason="Voided: discontinued part"/>'],
  ['a Reason deeper down', '<Cancel><Order><Reason>Voided: discontinued part</Reason></Order></Cancel>'],
  ['the root itself', '<Reason>Voided: discontinued part</Reason>'],
  ["the document's own text", '<Cancel>\n  Voided: discontinued part\n</Cancel>'],
  ['a Reason rather than other text', '<Cancel>Bye<Reason>Voided: discontinued part</Reason></Cancel>'],
  [
    'a Reason after an empty one',
    '<Cancel Reason=""><Reason/><X><Reason>Voided: discontinued part</Reason></X></Cancel>',
  ],
])('the reason is %s', (_, xml) => {
  expect(readCancellation(parseDocument(xml))).toEqual({ reason: 'Voided: discontinued part' });
});

test.each([
  '<Cancel/>',
  '<Cancel> </Cancel>',
  '<Cancel><Reason/></Cancel>',
  '<Cancel><Reason xsi:nil="true">x</Reason></Cancel>',
])('there is no reason in %s', (xml) => {
  expect(readCancellation(parseDocument(xml))).toEqual({ reason: undefined });
});

test('there is no reason in a body that is empty', () => {
  expect(readCancellation(undefined)).toEqual({ reason: undefined });
});
