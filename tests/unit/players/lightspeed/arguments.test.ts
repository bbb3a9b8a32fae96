import { describe, expect, test } from '@jest/globals';
import { readCommand } from '../../../../players/lightspeed/arguments.ts';
import { COMMAND_HELP, HELP } from '../../../../players/lightspeed/help.ts';

const local = {
  url: 'http://localhost:3000/LightSpeed',
  user: 'lightspeed',
  password: 'local-password',
  machineAddress: undefined,
};

describe('the commands of `lightspeed`', () => {
  test('call the server on this machine', () => {
    expect(readCommand(['test'], {})).toEqual({ command: 'test', settings: local });
    expect(readCommand(['poll'], {})).toEqual({ command: 'poll', settings: local, isJson: false });
    expect(readCommand(['poll', '--json'], {})).toMatchObject({ isJson: true });
  });

  test('take the connection from the environment, and the command line goes before it', () => {
    const env = {
      LIGHTSPEED_URL: 'https://coolbike.example.com/LightSpeed/',
      LIGHTSPEED_USER: 'bike',
      LIGHTSPEED_PASSWORD: 'a:b',
    };
    expect(readCommand(['poll', '--user', 'other', '--machine-address', '00-1a'], env)).toEqual({
      command: 'poll',
      isJson: false,
      settings: {
        url: 'https://coolbike.example.com/LightSpeed',
        user: 'other',
        password: 'a:b',
        machineAddress: '00-1a',
      },
    });
  });

  test('acknowledge the orders that are named, each once, and refuse for several reasons', () => {
    const argv = ['acknowledge', '1', '2', '1', '--refuse', '3=Unknown part', '--refuse', '3=No tax = 0'];
    expect(readCommand(argv, {})).toEqual({
      command: 'acknowledge',
      settings: local,
      orderIds: ['1', '2'],
      refused: [{ orderId: '3', errors: [{ message: 'Unknown part' }, { message: 'No tax = 0' }] }],
    });
  });

  test('acknowledge everything when no order is named', () => {
    expect(readCommand(['acknowledge'], {})).toEqual({
      command: 'acknowledge',
      settings: local,
      orderIds: [],
      refused: [],
    });
  });

  test('ship several packages with several items', () => {
    const argv = ['ship', '00123', '--tracking', 'A', '--tracking', 'B', '--carrier', 'UPS'];
    const more = ['--service', 'Ground', '--date', '2026-11-24', '--item', 'KA-1=2', '--item', 'X=Y=1'];
    expect(readCommand([...argv, ...more], {})).toEqual({
      command: 'ship',
      settings: local,
      orderId: '00123',
      shipment: {
        trackingNumbers: ['A', 'B'],
        carrier: 'UPS',
        service: 'Ground',
        date: '2026-11-24',
        items: [
          { sku: 'KA-1', quantity: 2 },
          { sku: 'X=Y', quantity: 1 },
        ],
      },
    });
  });

  test('cancel with a reason or without', () => {
    const cancel = { command: 'cancel', settings: local, orderId: '1' };
    expect(readCommand(['cancel', '1', '--reason', 'Voided'], {})).toEqual({ ...cancel, reason: 'Voided' });
    expect(readCommand(['cancel', '1'], {})).toEqual({ ...cancel, reason: undefined });
  });

  test('run every five seconds until they are stopped', () => {
    expect(readCommand(['run'], {})).toEqual({
      command: 'run',
      settings: local,
      options: {
        intervalMs: 5000,
        rounds: Number.POSITIVE_INFINITY,
        seed: undefined,
        shares: { ship: 0.5, refuse: 0.1, cancel: 0.05, lose: 0.1 },
      },
    });
  });

  test('run as they are told', () => {
    const argv = ['run', '--interval', '250ms', '--rounds', '3', '--seed', '7', '--ship', '1'];
    const more = ['--refuse', '0', '--cancel', '.25', '--lose', '0.5'];
    expect(readCommand([...argv, ...more], {})).toMatchObject({
      options: {
        intervalMs: 250,
        rounds: 3,
        seed: 7,
        shares: { ship: 1, refuse: 0, cancel: 0.25, lose: 0.5 },
      },
    });
  });

  test.each([
    [[], 'Which command? test, poll, acknowledge, ship, cancel or run.'],
    [['toString'], 'There is no command "toString".'],
    [['poll', '1'], "Unexpected argument '1'"],
    [['ship', '1'], 'A shipment needs a tracking number: --tracking 1Z999AA10123456784'],
    [['ship', '--tracking', 'A'], '"ship" takes one order\'s id, for example: ship 100234'],
    [['cancel', '1', '2'], '"cancel" takes one order\'s id, for example: cancel 100234'],
    [['run', '--ship', '150%'], '--ship takes a share from 0 to 1, not "150%".'],
    [['test', '--reason', 'x'], "Unknown option '--reason'"],
  ])('are not %j', (argv, message) => {
    expect(() => readCommand(argv, {})).toThrow(message);
  });

  test('help, in general and with each one', () => {
    expect(readCommand(['--help'], {})).toEqual({ command: 'help', text: HELP });
    expect(readCommand(['ship', '--help'], {})).toEqual({ command: 'help', text: COMMAND_HELP.ship });
  });
});
