import { Document } from './layout.tsx';
import { Copy } from './parts.tsx';

const HEADINGS: Readonly<Record<string, string>> = {
  NotFound: 'There is no such page',
  OrderNotFound: 'There is no such order',
  MethodNotAllowed: 'This page cannot be used like that',
  Unauthorized: 'You are not signed in',
  InvalidRequest: 'That could not be done',
  ServiceUnavailable: 'That cannot be done just now',
};

/** What failed, what to do about it, and its id in the log. */
export function ErrorPage(props: { code: string; message: string; requestId: string; isOurs: boolean }) {
  const { code, message, requestId, isOurs } = props;
  const heading = HEADINGS[code] ?? (isOurs ? 'Something went wrong on our side' : 'That could not be done');
  return (
    <Document title={heading}>
      <main class="narrow">
        <h1>{heading}</h1>
        {message !== `${heading}.` && <p>{message}</p>}
        <p>
          {code === 'Unauthorized' ? (
            <a class="button" href="/console/sign-in">
              Sign in
            </a>
          ) : (
            <>
              <a href="">Try again</a> or go to <a href="/console">the first page</a>.
            </>
          )}
        </p>
        <p class="quiet">
          If it stays, tell whoever runs this service: request <Copy text={requestId} />
        </p>
      </main>
    </Document>
  );
}
