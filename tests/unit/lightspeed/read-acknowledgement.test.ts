import { describe, expect, test } from '@jest/globals';
import type { Acknowledgement } from '../../../lib/domain/acknowledge.ts';
import { parseDocument } from '../../../lib/lightspeed/element.ts';
import { readAcknowledgements } from '../../../lib/lightspeed/read-acknowledgement.ts';

function read(xml: string): Acknowledgement[] {
  return readAcknowledgements(parseDocument(xml));
}

function request(...orders: string[]): string {
  return `<AcknowledgeRequest><Orders>${orders.join('')}</Orders></AcknowledgeRequest>`;
}

const silent = { orderId: '00123', saysSuccess: false, failed: false, errors: [] };
const succeeded = { ...silent, saysSuccess: true };
const failed = { ...silent, failed: true };

test("the contract's example is one success and one failure with its error", () => {
  const xml = `<?xml version="1.0"?>
    <AcknowledgeRequest>
      <Orders>
        <Order> <OrderId>100234</OrderId> <Success>true</Success> </Order>
        <Order>
          <OrderId>100235</OrderId>
          <Errors> <Error> <Code>PART</Code> <Message>Unknown part KA-1</Message> </Error> </Errors>
        </Order>
      </Orders>
    </AcknowledgeRequest>`;

  expect(read(xml)).toEqual([
    { orderId: '100234', saysSuccess: true, failed: false, errors: [] },
    { orderId: '100235', saysSuccess: false, failed: true, errors: ['PART: Unknown part KA-1'] },
  ]);
});

describe('an order is named', () => {
  test.each([
    ['by OrderId', '<Order><OrderId>00123</OrderId></Order>'],
    ['by Id', '<Order><Id>00123</Id></Order>'],
    ['by an attribute', '<Order OrderId="00123"/>'],
    ['by an attribute id', '<order id="00123"/>'],
    ['by OrderId rather than Id', '<Order Id="7"><OrderId>00123</OrderId></Order>'],
    ['by Id where OrderId is empty', '<Order OrderId=""><OrderId/><Id>00123</Id></Order>'],
    ['with white space', '<Order><OrderId>\n 00123 </OrderId></Order>'],
    ['with a prefix', '<n:Order xmlns:n="x"><n:ORDERID>00123</n:ORDERID></n:Order>'],
  ])('%s', (_, order) => {
    expect(read(request(order))).toEqual([silent]);
  });

  test.each([
    ['as the root', '<Order><OrderId>00123</OrderId></Order>'],
    ['without Orders around it', '<AcknowledgeRequest><Order Id="00123"/></AcknowledgeRequest>'],
    ['deep in an envelope', '<Envelope><Body><X><Orders><Order Id="00123"/></Orders></X></Body></Envelope>'],
  ])('%s', (_, xml) => {
    expect(read(xml)).toEqual([silent]);
  });

  test.each([
    ['not at all', '<AcknowledgeRequest/>'],
    ['by an empty element', request('<Order/>')],
    ['by an id that is nil', request('<Order><OrderId xsi:nil="true">00123</OrderId></Order>')],
    ['outside of an Order', '<AcknowledgeRequest><OrderId>00123</OrderId></AcknowledgeRequest>'],
  ])('%s: then nobody is acknowledged', (_, xml) => {
    expect(read(xml)).toEqual([]);
  });
});

describe('an order succeeded', () => {
  test.each([
    ['when it says so', '<Success>true</Success>'],
    ['when it says 1', '<Success>1</Success>'],
    ['when it says yes', '<Success>Yes</Success>'],
    ['when its status is OK', '<Status>OK</Status>'],
    ['when its status begins like a failure word', '<Status>Notified</Status>'],
    ['with empty errors beside it', '<Status>Imported</Status><Errors><Error/><Error> </Error></Errors>'],
    ['with an error that is nil', '<Success>true</Success><Error xsi:nil="true"/>'],
    [
      'with an error of nothing but nil',
      '<Success>true</Success><Error><Code i:nil="true"/><Message/></Error>',
    ],
  ])('%s', (_, said) => {
    expect(read(request(`<Order Id="00123">${said}</Order>`))).toEqual([succeeded]);
  });

  test.each(['<Success/>', '<Success xsi:nil="true">false</Success>', '<Errors/>', '<Note>false</Note>'])(
    'in silence with %s',
    (said) => {
      expect(read(request(`<Order Id="00123">${said}</Order>`))).toEqual([silent]);
    },
  );
});

describe('an order failed', () => {
  test.each([
    ...[
      'false',
      'False',
      ' FALSE ',
      '0',
      'no',
      'NO',
      'fail',
      'Failed',
      'failure',
      'FAILED: no stock',
      'error',
      'Error',
      'errors',
    ].flatMap((word) => [`<Success>${word}</Success>`, `<Status>${word}</Status>`]),
    '<Success>true</Success><Status>Failed</Status>',
    '<Status>failed\nin the second line</Status>',
    '<Success><Value>false</Value></Success>',
    '<s:status xmlns:s="x">no</s:status>',
  ])('when it says %s', (said) => {
    expect(read(request(`<Order Id="00123">${said}</Order>`))).toEqual([failed]);
  });

  test.each(['<Order Id="00123" Success="false"/>', "<order id='00123' STATUS='Error'/>"])(
    'as in %s',
    (order) => {
      expect(read(request(order))).toEqual([failed]);
    },
  );

  test.each<[string, string, string[]]>([
    ['plain text', '<Error>Unknown part</Error>', ['Unknown part']],
    ['even where success is said', '<Success>true</Success><Error>Unknown part</Error>', ['Unknown part']],
    [
      'a code and a message',
      '<Error><Code>PART</Code><Message>Unknown part</Message></Error>',
      ['PART: Unknown part'],
    ],
    [
      'a code and a message as attributes',
      '<Error Code="PART" Message="Unknown part"/>',
      ['PART: Unknown part'],
    ],
    ['a code beside plain text', '<Error Code="PART">Unknown part</Error>', ['PART: Unknown part']],
    [
      'a code in an element beside plain text',
      '<Error><Code>PART</Code>Unknown part</Error>',
      ['PART: Unknown part'],
    ],
    [
      'a code beside words of its own',
      '<Error Code="PART" Description="Unknown part"/>',
      ['PART: Unknown part'],
    ],
    ['a code alone', '<Error><Code>PART</Code></Error>', ['PART']],
    ['a message alone', '<Error><Message>Unknown part</Message></Error>', ['Unknown part']],
    ['two messages', '<Error><Message>Unknown</Message><Message>part</Message></Error>', ['Unknown part']],
    ['words of its own', '<Error><Text>Unknown part</Text></Error>', ['Unknown part']],
    ['an attribute of its own', '<Error Reason="Unknown part"/>', ['Unknown part']],
    ['CDATA', '<Error><![CDATA[Part <KA-1> & more]]></Error>', ['Part <KA-1> & more']],
    [
      'several',
      '<Errors><Error>One</Error><ERROR>Two</ERROR></Errors><Error>Three</Error>',
      ['One', 'Two', 'Three'],
    ],
    [
      'deep inside',
      '<Lines><Line><Sku>KA-1</Sku><Errors><Error>Unknown part</Error></Errors></Line></Lines>',
      ['Unknown part'],
    ],
    ['an attribute of something inside', '<Line Error="Unknown part"/>', ['Unknown part']],
    ['the same twice', '<Error>One</Error><Error>One</Error>', ['One']],
  ])('its error is %s', (_, said, errors) => {
    expect(read(request(`<Order Id="00123">${said}</Order>`))).toMatchObject([{ failed: true, errors }]);
  });

  test('its error is an attribute', () => {
    expect(read(request('<Order Id="00123" Error="Unknown part"/>'))).toEqual([
      { ...failed, errors: ['Unknown part'] },
    ]);
  });
});

describe('errors outside of any order', () => {
  test.each([
    ['under the root', '<A><Errors><Error>Locked</Error></Errors><Order Id="00123"/></A>'],
    ['beside the orders', '<A><Orders><Error>Locked</Error><Order Id="00123"/></Orders></A>'],
    ['after them', '<A><Order Id="00123"/><Error><Message>Locked</Message></Error></A>'],
    ['as an attribute', '<A Error="Locked"><Order Id="00123"/></A>'],
  ])('%s are those of an order that is silent', (_, xml) => {
    expect(read(xml)).toEqual([{ ...failed, errors: ['Locked'] }]);
  });

  test('are not those of an order that says it succeeded', () => {
    expect(read('<A><Order Id="00123" Success="true"/><Error>Locked</Error></A>')).toEqual([succeeded]);
  });

  test('are not those inside of another order', () => {
    expect(read(request('<Order Id="1"><Error>Own</Error></Order>', '<Order Id="00123"/>'))).toEqual([
      { orderId: '1', saysSuccess: false, failed: true, errors: ['Own'] },
      silent,
    ]);
  });
});

test('an order named twice failed if it failed once', () => {
  const twice = [
    '<Order Id="00123"><Error>Unknown part</Error></Order>',
    '<Order Id="00123" Success="true"/>',
  ];

  expect(read(request(...twice))).toEqual([{ ...failed, errors: ['Unknown part'] }]);
  expect(read(request(...twice.toReversed()))).toEqual([{ ...failed, errors: ['Unknown part'] }]);
});
