/** Leaves any quote, tag or list that it stands in, and tells the page or another host so in every way at once. 118 characters. */
export const hostileText = `"'></p><img src=x onerror=alert(1)><script>alert(2)</script>[l](javascript:alert(3))![i](//evil.test/i)`;

/** A JTL of one endpoint, in which every text is what a target could have said. */
export function hostileJtl(text: string): string {
  const start = 1_795_500_000_000;
  const said = `"${text.replaceAll('"', '""')}"`;
  const rows = Array.from({ length: 600 }, (_, place) => {
    const isGood = place % 3 > 0;
    const code = isGood ? "200" : said;
    return `${start + place * 100},${100 + (place % 10)},${said},${code},${said},${said},text,${String(isGood)},${said},500,50,3,7,${said},90,0,1`;
  });
  const header =
    "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect";
  return `${[header, ...rows].join("\n")}\n`;
}
