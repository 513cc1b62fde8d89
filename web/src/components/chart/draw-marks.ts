import type uPlot from "uplot";
import type { ChartColours } from "../../theme/read-colours.ts";
import type { ChartLimit, ChartMark, ChartSpan } from "./chart-series.ts";

/** What is drawn into a plot beside its series. Everything is in pixels of the canvas, which has more than one a pixel of the page. */

const fontSize = 11;

/** Shaded parts below the series, with their names above the plot, where no line crosses them. */
export function drawSpans(plot: uPlot, spans: readonly ChartSpan[], colours: ChartColours): void {
  const { ctx, bbox } = plot;
  const ratio = window.devicePixelRatio;
  ctx.save();
  for (const { from, to, label } of spans) {
    const left = Math.max(bbox.left, plot.valToPos(from, "x", true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(to, "x", true));
    if (right <= left) continue;
    if (label === "judged") {
      ctx.fillStyle = colours.span;
      ctx.fillRect(left, bbox.top, right - left, bbox.height);
    } else hatch(ctx, colours.span, { left, right, top: bbox.top, bottom: bbox.top + bbox.height }, 6 * ratio);
    writeIn(ctx, colours.text);
    if (ctx.measureText(label).width < right - left) ctx.fillText(label, left, bbox.top - 15 * ratio);
  }
  ctx.restore();
}

/** Horizontal limits and vertical marks with their names, above the series. */
export function drawLimitsAndMarks(
  plot: uPlot,
  { limits, marks }: { readonly limits: readonly ChartLimit[]; readonly marks: readonly ChartMark[] },
  colours: ChartColours,
): void {
  const { ctx, bbox } = plot;
  const ratio = window.devicePixelRatio;
  within(plot, () => {
    for (const { value, label } of limits) {
      const y = plot.valToPos(value, "y", true);
      if (y < bbox.top || y > bbox.top + bbox.height) continue;
      line(ctx, colours.limit, [bbox.left, y, bbox.left + bbox.width, y], [5 * ratio, 4 * ratio]);
      writeIn(ctx, colours.limit);
      const below = y - bbox.top < 18 * ratio;
      ctx.textAlign = "right";
      ctx.fillText(label, bbox.left + bbox.width - 4 * ratio, below ? y + 3 * ratio : y - 15 * ratio);
    }
    marks.forEach(({ x, label }, index) => {
      const at = plot.valToPos(x, "x", true);
      if (at < bbox.left || at > bbox.left + bbox.width) return;
      line(ctx, colours.axis, [at, bbox.top, at, bbox.top + bbox.height], [2 * ratio, 3 * ratio]);
      writeIn(ctx, colours.text);
      const isNearEnd = bbox.left + bbox.width - at < ctx.measureText(label).width + 10 * ratio;
      ctx.textAlign = isNearEnd ? "right" : "left";
      // Names of neighbours stand below each other.
      ctx.fillText(label, at + (isNearEnd ? -5 : 5) * ratio, bbox.top + (18 + (index % 3) * 14) * ratio);
    });
  });
}

/** Slanting lines: a part that is there and does not count, such as a warm-up. */
function hatch(
  ctx: CanvasRenderingContext2D,
  colour: string,
  {
    left,
    right,
    top,
    bottom,
  }: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number },
  distance: number,
): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, right - left, bottom - top);
  ctx.clip();
  ctx.strokeStyle = colour;
  ctx.lineWidth = distance / 3;
  ctx.beginPath();
  for (let x = left - (bottom - top); x < right; x += distance) {
    ctx.moveTo(x, bottom);
    ctx.lineTo(x + (bottom - top), top);
  }
  ctx.stroke();
  ctx.restore();
}

function within(plot: uPlot, draw: () => void): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw();
  ctx.restore();
}

function writeIn(ctx: CanvasRenderingContext2D, colour: string): void {
  ctx.fillStyle = colour;
  ctx.textAlign = "left";
  ctx.textBaseline = "top";
  ctx.font = `${fontSize * window.devicePixelRatio}px ui-sans-serif, system-ui, sans-serif`;
}

function line(
  ctx: CanvasRenderingContext2D,
  colour: string,
  [fromX, fromY, toX, toY]: readonly [number, number, number, number],
  dash: number[],
): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = window.devicePixelRatio;
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(fromX, fromY);
  ctx.lineTo(toX, toY);
  ctx.stroke();
  ctx.setLineDash([]);
}
