import { exampleShop } from '../../desk/shop-url.ts';
import { credentialNames, SIGNING_KEY } from '../../desk/shop-steps.ts';
import { type PlatformName, platformTitles } from '../../domain/platform.ts';
import type { Store } from '../../domain/store.ts';
import type { ConsoleCall } from '../endpoint.tsx';
import { Check, Field, Form } from '../parts.tsx';

/** What is wrong with what was entered for a platform. */
export interface ShopFault {
  platform: PlatformName;
  text: string;
}

interface ShopFormProps {
  call: ConsoleCall;
  store: Store;
  platform: PlatformName;
  fault: ShopFault | undefined;
}

/** What connects a shop: how, its address, what opens its API, and which orders are wanted. */
export function ShopForm({ call: { session, form }, store, platform, fault }: ShopFormProps) {
  const isAgain = form.get('act') === 'connect' && form.get('platform') === platform;
  const given = (name: string) => (isAgain ? (form.get(name) ?? '') : '');
  const id = (name: string) => `${platform}-${name}`;
  const field = (name: string) => ({ name, id: id(name), value: given(name) });
  const secret = (name: string, label: string) => (
    <Field name={name} id={id(name)} label={label} type="password" autocomplete="off" />
  );
  const [first, second] = credentialNames[platform];
  const text = isAgain && fault?.platform === platform ? fault.text : undefined;
  return (
    <Form session={session} act="connect" makesSecretOf={store} class="stack">
      <input type="hidden" name="platform" value={platform} />
      {text !== undefined && (
        <p class="fault text" role="alert">
          {text}
        </p>
      )}
      {platform !== 'bigcommerce' && (
        <fieldset>
          <legend>How</legend>
          <Check
            type="radio"
            name="way"
            id={id('webhook')}
            value="webhook"
            label="Its webhook only: orders come in, nothing goes back"
            checked={given('way') !== 'api'}
          />
          <Check
            type="radio"
            name="way"
            id={id('api')}
            value="api"
            label="Both ways: tracking numbers and cancellations go back, missed orders are found"
            checked={given('way') === 'api'}
          />
        </fieldset>
      )}
      <Field {...field('shop')} label="Shop" hint={`As in ${exampleShop(platform)}`} />
      {platform === 'shopify' && secret('signingKey', `${SIGNING_KEY} (webhook only)`)}
      <fieldset>
        <legend>{platform === 'bigcommerce' ? 'Its API' : 'Its API (both ways)'}</legend>
        {secret('first', first)}
        {secret('second', second)}
      </fieldset>
      <details>
        <summary>Which orders, and how</summary>
        <Field {...field('since')} label="Import what changed since" hint="2026-11-01. Empty: from now on" />
        <Field {...field('prefix')} label="Before the order numbers" hint="web- makes web-1001 of #1001" />
        <Field
          {...field('offer')}
          label="States that go to Lightspeed"
          hint="The shop’s own, with commas between them. Empty: those that are paid"
        />
        <Check
          name="testOrders"
          id={id('testOrders')}
          label="Test orders go to Lightspeed too"
          checked={given('testOrders') === 'on'}
        />
        <Check
          name="cancelInShop"
          id={id('cancelInShop')}
          label="What Lightspeed cancels is canceled in the shop; otherwise it gets a note"
          checked={given('cancelInShop') === 'on'}
        />
      </details>
      <button>Connect {platformTitles[platform]}</button>
      <p class="quiet">The shop may take half a minute to answer.</p>
    </Form>
  );
}
