import { signal } from "@preact/signals";

/** Why nothing can be kept, in words; null while all is well. */
export const storeProblem = signal<string | null>(null);

const name = "mnist-playground";
const table = "kept";

let opening: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(table);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another tab holds it"));
  });
  return opening;
}

async function run<Result>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(table, mode);
    const request = work(transaction.objectStore(table));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? request.error);
    transaction.onerror = () => reject(transaction.error ?? request.error);
  });
}

function complain(error: unknown): void {
  const isFull = error instanceof DOMException && error.name === "QuotaExceededError";
  storeProblem.value = isFull
    ? "The browser’s storage for this page is full: what you do now is lost when the page is closed. Save the network as a file, or free some space."
    : "The browser does not let this page keep anything (a private window, or storage switched off): what you do is lost when it is closed. Save the network as a file to keep it.";
}

/** Keeps a value for the next visit; where that fails it is said once, and the page goes on. */
export async function keepValue(key: string, value: unknown): Promise<void> {
  try {
    await run("readwrite", (store) => store.put(value, key));
  } catch (error) {
    complain(error);
  }
}

export async function keptValue<Value>(key: string): Promise<Value | null> {
  try {
    return ((await run("readonly", (store) => store.get(key))) as Value | undefined) ?? null;
  } catch (error) {
    complain(error);
    return null;
  }
}

export async function dropValue(key: string): Promise<void> {
  try {
    await run("readwrite", (store) => store.delete(key));
  } catch (error) {
    complain(error);
  }
}

/** Forgets everything that the page has kept. */
export async function dropAll(): Promise<void> {
  try {
    await run("readwrite", (store) => store.clear());
  } catch (error) {
    complain(error);
  }
}
