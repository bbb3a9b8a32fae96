import { buildSchema, type DocumentNode, type FieldNode, Kind, type SelectionSetNode } from 'graphql';

/**
 * What of Shopify's Admin GraphQL API 2026-10 a connection of orders needs
 * (https://shopify.dev/docs/api/admin-graphql).
 */
export const schema = buildSchema(`
  scalar DateTime
  scalar URL
  enum WebhookSubscriptionTopic { ORDERS_CREATE ORDERS_UPDATED ORDERS_CANCELLED ORDERS_DELETE ORDERS_PAID }
  enum WebhookSubscriptionFormat { JSON XML }
  enum FulfillmentStatus { CANCELLED ERROR FAILURE SUCCESS }
  enum FulfillmentOrderStatus { CANCELLED CLOSED INCOMPLETE IN_PROGRESS ON_HOLD OPEN SCHEDULED }
  enum OrderCancelReason { CUSTOMER DECLINED FRAUD INVENTORY OTHER STAFF }

  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Shop { id: ID! name: String! currencyCode: String! }
  type FulfillmentTrackingInfo { company: String number: String url: URL }
  type Fulfillment { id: ID! status: FulfillmentStatus! trackingInfo(first: Int): [FulfillmentTrackingInfo!]! }
  type Location { id: ID! }
  type FulfillmentOrderAssignedLocation { location: Location name: String! }
  type LineItem { id: ID! sku: String name: String! quantity: Int! }
  type FulfillmentOrderLineItem { id: ID! totalQuantity: Int! remainingQuantity: Int! lineItem: LineItem! sku: String }
  type FulfillmentOrderLineItemConnection { nodes: [FulfillmentOrderLineItem!]! pageInfo: PageInfo! }
  type FulfillmentOrder {
    id: ID! status: FulfillmentOrderStatus! assignedLocation: FulfillmentOrderAssignedLocation!
    lineItems(first: Int, after: String): FulfillmentOrderLineItemConnection!
  }
  type FulfillmentOrderConnection { nodes: [FulfillmentOrder!]! pageInfo: PageInfo! }
  type Order {
    id: ID! name: String! note: String tags: [String!]! cancelledAt: DateTime updatedAt: DateTime!
    fulfillments(first: Int): [Fulfillment!]!
    fulfillmentOrders(first: Int, after: String): FulfillmentOrderConnection!
  }
  type OrderConnection { nodes: [Order!]! pageInfo: PageInfo! }
  type WebhookHttpEndpoint { callbackUrl: URL! }
  union WebhookSubscriptionEndpoint = WebhookHttpEndpoint
  type WebhookSubscription {
    id: ID! topic: WebhookSubscriptionTopic! uri: String!
    callbackUrl: URL! @deprecated
    endpoint: WebhookSubscriptionEndpoint! @deprecated
  }
  type WebhookSubscriptionConnection { nodes: [WebhookSubscription!]! pageInfo: PageInfo! }

  type Query {
    shop: Shop!
    order(id: ID!): Order
    orders(first: Int, after: String, query: String): OrderConnection!
    fulfillmentOrder(id: ID!): FulfillmentOrder
    webhookSubscriptions(first: Int, after: String): WebhookSubscriptionConnection!
  }

  type UserError { field: [String!] message: String! }
  type OrderCancelUserError { code: String field: [String!] message: String! }
  type WebhookSubscriptionCreatePayload { webhookSubscription: WebhookSubscription userErrors: [UserError!]! }
  type WebhookSubscriptionDeletePayload { deletedWebhookSubscriptionId: ID userErrors: [UserError!]! }
  type OrderUpdatePayload { order: Order userErrors: [UserError!]! }
  type OrderCancelPayload { orderCancelUserErrors: [OrderCancelUserError!]! }
  type FulfillmentCreatePayload { fulfillment: Fulfillment userErrors: [UserError!]! }

  input WebhookSubscriptionInput { uri: String callbackUrl: URL format: WebhookSubscriptionFormat }
  input OrderInput { id: ID! note: String tags: [String!] }
  input OrderCancelRefundMethodInput { originalPaymentMethodsRefund: Boolean }
  input FulfillmentOrderLineItemInput { id: ID! quantity: Int! }
  input FulfillmentOrderLineItemsInput { fulfillmentOrderId: ID! fulfillmentOrderLineItems: [FulfillmentOrderLineItemInput!] }
  input FulfillmentTrackingInput { company: String number: String numbers: [String!] url: URL urls: [URL!] }
  input FulfillmentInput {
    lineItemsByFulfillmentOrder: [FulfillmentOrderLineItemsInput!]!
    trackingInfo: FulfillmentTrackingInput
    notifyCustomer: Boolean
  }

  type Mutation {
    webhookSubscriptionCreate(topic: WebhookSubscriptionTopic!, webhookSubscription: WebhookSubscriptionInput!): WebhookSubscriptionCreatePayload
    webhookSubscriptionDelete(id: ID!): WebhookSubscriptionDeletePayload
    orderUpdate(input: OrderInput!): OrderUpdatePayload
    orderCancel(orderId: ID!, reason: OrderCancelReason!, refundMethod: OrderCancelRefundMethodInput, restock: Boolean!, notifyCustomer: Boolean, staffNote: String): OrderCancelPayload
    fulfillmentCreate(fulfillment: FulfillmentInput!, message: String): FulfillmentCreatePayload
  }
`);

/** A single query may cost this much. */
export const MAX_COST = 1000;
const MUTATION_COST = 10;

/** What a query may cost at most: an object is a point, what is asked for many times counts as often. */
export function costOf(document: DocumentNode): number {
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  return operations.reduce(
    (all, { operation, selectionSet }) =>
      all + (operation === 'mutation' ? MUTATION_COST : costOfFields(selectionSet)),
    0,
  );
}

function costOfFields({ selections }: SelectionSetNode): number {
  return selections.reduce((all, one) => {
    if (one.kind === Kind.FIELD) return all + costOfField(one);
    return one.kind === Kind.INLINE_FRAGMENT ? all + costOfFields(one.selectionSet) : all;
  }, 0);
}

function costOfField({ name, selectionSet, arguments: given = [] }: FieldNode): number {
  if (!selectionSet) return 0;
  const inside = costOfFields(selectionSet);
  if (['nodes', 'edges', 'node', 'pageInfo'].includes(name.value)) return inside;
  const first = given.find((one) => one.name.value === 'first')?.value;
  return first?.kind === Kind.INT ? 2 + Number(first.value) * (1 + inside) : 1 + inside;
}
