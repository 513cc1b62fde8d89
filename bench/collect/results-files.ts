import { once } from "node:events";
import { createWriteStream } from "node:fs";

/** A small linear congruential generator, so that the files are the same each time (Numerical Recipes, "quick and dirty"). */
function numbers(): () => number {
  let state = 20_261_122;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/** Skewed response times around 80 ms. */
function duration(random: () => number): number {
  return 20 + 60 * Math.exp(1.2 * (random() + random() + random() - 1.5));
}

async function write(path: string, header: string, rows: number, row: (index: number) => string): Promise<void> {
  const stream = createWriteStream(path, { highWaterMark: 1 << 20 });
  let block = header;
  for (let index = 0; index < rows; index++) {
    block += row(index);
    if (block.length > 1 << 20) {
      if (!stream.write(block)) await once(stream, "drain");
      block = "";
    }
  }
  stream.end(block);
  await once(stream, "close");
}

const startOfRun = 1_795_000_000_000;

/** A JTL of `rows` rows and 50 labels over 30 minutes, about 110 bytes a row. */
export async function writeJtl(path: string, rows: number): Promise<void> {
  const random = numbers();
  const labels = Array.from({ length: 50 }, (_, index) => `GET /api/resource-${index}`);
  const header =
    "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect\n";
  await write(path, header, rows, (index) => {
    const end = startOfRun + Math.floor((index * 1_800_000) / rows);
    const elapsed = Math.round(duration(random));
    const failed = random() < 0.002;
    const label = labels[Math.floor(random() * labels.length)] ?? "";
    const latency = elapsed - Math.floor(random() * 5);
    return `${end - elapsed},${elapsed},${label},${failed ? "503,Unavailable" : "200,OK"},Thread Group 1-${1 + (index % 300)},text,${!failed},,824,266,300,300,http://t/x,${latency},0,${random() < 0.1 ? 3 : 0}\n`;
  });
}

/** k6's CSV of `rows` samples in the column layout that the agent asks for. */
export async function writeK6Csv(path: string, rows: number): Promise<void> {
  const random = numbers();
  const header =
    "metric_name,timestamp,metric_value,error_code,expected_response,method,name,scenario,status,extra_tags,metadata\n";
  const phases = ["blocked", "connecting", "tls_handshaking", "sending", "waiting", "receiving"];
  let tags = "";
  let end = "";
  let latency = 0;
  await write(path, header, rows, (index) => {
    const sample = index % 13;
    if (sample === 0) {
      end = String(startOfRun + Math.floor((index * 600_000) / rows));
      latency = duration(random);
      tags = `,,true,GET,GET /api/resource-${Math.floor(random() * 20)},browse,200,,\n`;
      return `http_reqs,${end},1.000000${tags}`;
    }
    if (sample === 1) return `http_req_duration,${end},${latency.toFixed(6)}${tags}`;
    if (sample < 8) {
      const share = sample === 6 ? 0.98 * latency : sample < 5 ? 0 : 0.01 * latency;
      return `http_req_${phases[sample - 2] ?? ""},${end},${share.toFixed(6)}${tags}`;
    }
    if (sample === 8) return `http_req_failed,${end},0.000000${tags}`;
    const name = ["data_sent", "data_received", "iteration_duration", "iterations"][sample - 9] ?? "";
    return `${name},${end},${sample === 12 ? "1.000000" : "129.000000"},,,,,browse,,,\n`;
  });
}
