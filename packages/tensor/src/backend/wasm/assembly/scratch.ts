/** Where this thread may keep packed panels and lists; every instance sets its own, so no two threads share it. */
export let scratch: usize = 0;

/** What an instance needs before it runs anything. */
export function prepare(pointer: usize): void {
  scratch = pointer;
}
