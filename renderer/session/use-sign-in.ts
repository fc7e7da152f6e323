import { useServices } from '../stores/services.tsx';

/** Begins a sign-in, and opens the browser where the data host cannot: in a browser, a tab of it. */
export function useSignIn(): () => void {
  const { session } = useServices();
  return () => {
    void session.signIn().then((url) => {
      // Where the browser keeps new tabs shut, the link on the page leads there.
      if (url !== null) window.open(url, '_blank', 'noopener');
    });
  };
}
