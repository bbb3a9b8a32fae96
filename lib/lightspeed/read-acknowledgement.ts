import { type Acknowledgement, mergeAcknowledgements } from '../domain/acknowledge.ts';
import { type Element, isCalled, outermost, textOf, value, values } from './element.ts';
import { tags } from './names.ts';

/** `false`, `0`, `no`, `fail…` and `error…` say that the order failed (contract 4). */
const FAILURE = /^(false|0|no|fail.*|error.*)$/is;

/** Reads who was acknowledged and how (contract 4): one for each order named, in the order of the request. */
export function readAcknowledgements(root: Element): Acknowledgement[] {
  const orders = ordersIn(root).flatMap((order) => {
    const orderId = value(order, tags.orderId) ?? value(order, tags.id);
    return orderId === undefined ? [] : [readOne(orderId, order)];
  });
  return mergeAcknowledgements(orders, errorsOutsideOrders(root));
}

function readOne(orderId: string, order: Element): Acknowledgement {
  const said = [...values(order, tags.success), ...values(order, tags.status)];
  const errors = errorsInOrder(order);
  const saysFailure = said.some((text) => FAILURE.test(text));
  return {
    orderId,
    saysSuccess: said.length > 0 && !saysFailure,
    failed: saysFailure || errors.length > 0,
    errors,
  };
}

function ordersIn(element: Element): Element[] {
  const inside = element.children.flatMap(ordersIn);
  return isCalled(element, tags.order) ? [element, ...inside] : inside;
}

function errorsInOrder(order: Element): string[] {
  return [...values(withoutChildren(order), tags.error), ...order.children.flatMap(errorsOutsideOrders)];
}

/** The errors in an element, without those of an order in it. */
function errorsOutsideOrders(element: Element): string[] {
  if (isCalled(element, tags.order)) return [];
  if (isCalled(element, tags.error)) return outermost(element, tags.error).map(errorText);
  return [...values(withoutChildren(element), tags.error), ...element.children.flatMap(errorsOutsideOrders)];
}

/** Its code and its message; without a message, whatever else it says. */
function errorText(error: Element): string {
  const isCode = ({ name }: { name: string }) => name === tags.code.toLowerCase();
  const attributes = error.attributes.filter((one) => !isCode(one)).map((one) => one.value);
  const rest = textOf({ ...error, children: error.children.filter((child) => !isCode(child)) });
  const message = values(error, tags.message).join(' ') || [rest, ...attributes].join(' ').trim();
  return [value(error, tags.code), message].filter(Boolean).join(': ');
}

/** Its attributes only: an `Error` may be one. */
function withoutChildren(element: Element): Element {
  return { ...element, children: [] };
}
