import { Document } from './layout.tsx';

export function SignedOutPage() {
  return (
    <Document title="Signed out">
      <main class="narrow">
        <h1>You are signed out</h1>
        <p>Every session of yours has ended, in this browser and in all others.</p>
        <p>
          <a class="button" href="/console/sign-in">
            Sign in again
          </a>
        </p>
      </main>
    </Document>
  );
}
