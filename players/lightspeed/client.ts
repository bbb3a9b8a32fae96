import { type Answer, type Loss, type Request, send, sendAndLose } from '../../terminal/http/send.ts';
import {
  type AcknowledgeResult,
  type ChangeResult,
  type Connection,
  readAcknowledgeResults,
  readCancelResult,
  readConnection,
  readOfferedOrders,
  readShipmentResult,
} from './answers.ts';
import type { OfferedOrder } from './offered-order.ts';
import { readAnswer } from './read-answer.ts';
import {
  type Acknowledgement,
  acknowledgeRequest,
  cancelRequest,
  type Shipment,
  shipmentRequest,
} from './requests.ts';
import type { XmlElement } from './xml-reader.ts';

export type Settings = { url: string; user: string; password: string; machineAddress?: string | undefined };

/** Each call may lose its first answer on purpose; then it is repeated, as Lightspeed repeats what got no answer. */
export type Losing = Loss | undefined;

/** The calls of Lightspeed EVO. They throw CallFailed or NoAnswer, whose messages are sentences. */
export type Client = {
  test(): Promise<Connection & { tookMs: number }>;
  poll(lose?: Losing): Promise<OfferedOrder[]>;
  acknowledge(acknowledgements: Acknowledgement[], lose?: Losing): Promise<AcknowledgeResult[]>;
  ship(orderId: string, shipment: Shipment, lose?: Losing): Promise<ChangeResult>;
  cancel(orderId: string, reason: string | undefined, lose?: Losing): Promise<ChangeResult>;
};

type Call = {
  method: 'GET' | 'POST';
  path: string;
  body?: string | undefined;
  expects: string;
  lose?: Losing;
};

export function lightspeedClient(settings: Settings, signal: AbortSignal): Client {
  const call = async ({
    expects,
    lose,
    ...what
  }: Call): Promise<{ answer: Answer; document: XmlElement }> => {
    const request = toRequest(what, settings, signal);
    if (lose !== undefined) await sendAndLose(request, lose);
    const answer = await send(request);
    return { answer, document: readAnswer(answer, expects) };
  };

  return {
    async test() {
      const { answer, document } = await call({
        method: 'GET',
        path: '/TestConnection',
        expects: 'TestConnection',
      });
      return { ...readConnection(document), tookMs: answer.tookMs };
    },
    async poll(lose) {
      const path = '/OutstandingActivity';
      const { document } = await call({ method: 'GET', path, expects: 'OutstandingActivity', lose });
      return readOfferedOrders(document);
    },
    async acknowledge(acknowledgements, lose) {
      const body = acknowledgeRequest(acknowledgements);
      const path = '/AcknowledgeRequest';
      const { document } = await call({ method: 'POST', path, body, expects: 'AcknowledgeResponse', lose });
      return readAcknowledgeResults(
        document,
        acknowledgements.map(({ orderId }) => orderId),
      );
    },
    async ship(orderId, shipment, lose) {
      const body = shipmentRequest(shipment);
      const path = `/Order/${encodeURIComponent(orderId)}/Shipment`;
      const { document } = await call({ method: 'POST', path, body, expects: 'ShipmentResponse', lose });
      return readShipmentResult(document, orderId);
    },
    async cancel(orderId, reason, lose) {
      const body = cancelRequest(reason);
      const path = `/Order/${encodeURIComponent(orderId)}/Cancel`;
      const { document } = await call({ method: 'POST', path, body, expects: 'CancelResponse', lose });
      return readCancelResult(document, orderId);
    },
  };
}

function toRequest(
  { method, path, body }: Pick<Call, 'method' | 'path' | 'body'>,
  { url, user, password, machineAddress }: Settings,
  signal: AbortSignal,
): Request {
  return {
    method,
    url: url + path,
    headers: {
      Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
      Accept: 'application/xml',
      ...(method === 'POST' ? { 'Content-Type': 'application/xml; charset=utf-8' } : {}),
      ...(machineAddress === undefined ? {} : { 'Machine-Address': machineAddress }),
    },
    ...(method === 'POST' ? { body: body ?? '' } : {}),
    signal,
  };
}
