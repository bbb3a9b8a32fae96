import type { ApiAnswer } from '../api-server.ts';
import { textIn } from '../json.ts';
import { refusal, type Routes, type WooShop } from './routes.ts';
import type { Webhook, WooWebhooks } from './webhooks.ts';

/* `class-wc-rest-webhooks-v1-controller.php`: a webhook is tried when it is made, not when it is changed. */

export function webhookRoutes({ webhooks }: WooShop): Routes {
  const one = /^wc\/v3\/webhooks\/(\d+)$/;
  return [
    ['GET', /^wc\/v3\/webhooks$/, () => ({ status: 200, json: [...webhooks.all.values()].map(toldOf) })],
    ['POST', /^wc\/v3\/webhooks$/, ({ json }) => addWebhook(webhooks, json)],
    ['PUT', one, ({ json }, [id]) => changeWebhook(webhooks, webhooks.all.get(id ?? 0), json)],
    [
      'DELETE',
      one,
      ({ query }, [id = 0]) => removeWebhook(webhooks, { id, isForced: query.get('force') === 'true' }),
    ],
  ];
}

const TOPIC = /^(order|product|customer|coupon)\.(created|updated|deleted|restored)$/;

async function addWebhook(webhooks: WooWebhooks, json: unknown): Promise<ApiAnswer> {
  const topic = textIn(json, 'topic');
  const url = textIn(json, 'delivery_url');
  if (!TOPIC.test(topic))
    return refusal(
      400,
      'woocommerce_rest_shop_webhook_invalid_topic',
      'Webhook topic is required and must be valid.',
    );
  if (!URL.canParse(url))
    return refusal(
      400,
      'woocommerce_rest_shop_webhook_invalid_delivery_url',
      'Webhook delivery URL must be a valid URL starting with http:// or https://.',
    );
  const wanted = { name: textIn(json, 'name'), topic, delivery_url: url, secret: textIn(json, 'secret') };
  return { status: 201, json: toldOf(await webhooks.add(wanted)) };
}

/** It is not tried again. Made active, it begins to count anew. */
function changeWebhook(webhooks: WooWebhooks, webhook: Webhook | undefined, json: unknown): ApiAnswer {
  if (!webhook) return refusal(400, 'woocommerce_rest_shop_webhook_invalid_id', 'ID is invalid.');
  const { topic, delivery_url: url, secret, status, name } = Object(json) as Partial<Webhook>;
  const given = { topic, delivery_url: url, secret, status, name };
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  webhooks.all.set(webhook.id, { ...webhook, ...known, ...(status === 'active' && { failures: 0 }) });
  return { status: 200, json: toldOf({ ...webhook, ...known }) };
}

function removeWebhook(
  webhooks: WooWebhooks,
  { id, isForced }: { id: number; isForced: boolean },
): ApiAnswer {
  if (!isForced)
    return refusal(501, 'woocommerce_rest_trash_not_supported', 'Webhooks do not support trashing.');
  const webhook = webhooks.all.get(id);
  if (!webhook) return refusal(404, 'woocommerce_rest_shop_webhook_invalid_id', 'Invalid ID.');
  webhooks.all.delete(id);
  return { status: 200, json: toldOf(webhook) };
}

function toldOf({ secret: _, failures: __, ...told }: Webhook): object {
  return told;
}
