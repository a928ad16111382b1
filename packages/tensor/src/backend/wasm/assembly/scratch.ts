/** Where this thread may keep packed panels and lists; every instance sets its own, so no two threads share it. */
export let scratch: usize = 0;

export function setScratch(pointer: usize): void {
  scratch = pointer;
}
