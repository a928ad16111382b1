/** Has the page work without a network from the second visit on, and share memory between threads where the host does not allow it by itself. */
export function keepServiceWorker(): void {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  const register = (): void => {
    navigator.serviceWorker.register(new URL("service-worker.js", document.baseURI)).catch(() => {
      // A host without https has none; the page works as before.
    });
  };
  if (document.readyState === "complete") register();
  else addEventListener("load", register, { once: true });
}
