import { AsyncLocalStorage } from 'node:async_hooks';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

export type Input = Record<string, unknown>;
export type Output = Record<string, unknown>;

/** One call of the database as the product makes it; the SDK's own repetitions are within. */
export interface DatabaseCall {
  /** As in `GetCommand`. */
  name: string;
  input: Input;
  /** Makes the call. May be called twice, as the SDK does when an answer does not arrive. */
  send: () => Promise<Output>;
}

/** Stands between the product and its database. */
export type Layer = (call: DatabaseCall) => Promise<Output>;

const layers = new AsyncLocalStorage<Layer>();

/** Does something with a layer in front of every call of the database that it makes, also later. */
export function behind<T>(layer: Layer, action: () => Promise<T>): Promise<T> {
  return layers.run(layer, action);
}

/** Puts the layer of whoever calls, and below it one for everybody, in front of a client. */
export function interceptCalls(client: DynamoDBClient, everybodys: Layer): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const input = args.input as Input;
      const name = context.commandName ?? '';
      const below = async (): Promise<Output> => {
        const { output } = await next({ ...args, input: structuredClone(input) as never });
        return { ...output };
      };
      const send = () => everybodys({ name, input, send: below });
      const layer = layers.getStore();
      const output = await (layer ? layer({ name, input, send }) : send());
      return { output: { $metadata: {}, ...output } as never, response: undefined };
    },
    { step: 'initialize', name: 'testLayers', priority: 'high' },
  );
}

export function isWrite({ name }: { name: string }): boolean {
  return name === 'PutItemCommand' || name === 'UpdateItemCommand' || /^(Put|Update)Command$/.test(name);
}
