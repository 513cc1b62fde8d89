/** `checkout in buy`; `checkout` where results know no scenarios. */
export function placeName(endpoint: string, scenario: string): string {
  return scenario === "" ? endpoint : `${endpoint} in ${scenario}`;
}
