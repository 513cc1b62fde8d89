/** How far the process has come, as it tells those who look after it. */
export interface Life {
  /** True from the moment when it was asked to end: it begins nothing new. */
  isStopping(): boolean;
  stop(): void;
}

export function createLife(): Life {
  let stopping = false;
  return {
    isStopping: () => stopping,
    stop: () => {
      stopping = true;
    },
  };
}
