import type uPlot from "uplot";
import type { LinePlotFacts } from "./line-plot.ts";
import type { PlotColours } from "./plot-colours.ts";

type Annotations = Pick<LinePlotFacts, "spans" | "marks" | "limits">;

/** Shaded parts, such as the judged one, under grid and lines. */
export function drawBehind(plot: uPlot, { spans }: Annotations, { span, text, font }: PlotColours): void {
  const { ctx, bbox } = plot;
  ctx.save();
  for (const { from, to, label } of spans) {
    const left = Math.max(bbox.left, plot.valToPos(from, "x", true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(to, "x", true));
    if (right <= left) continue;
    ctx.fillStyle = span;
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
    write(ctx, label, left + 4 * devicePixelRatio, bbox.top + 12 * devicePixelRatio, text, font);
  }
  ctx.restore();
}

/** Limits and marks, over the lines. */
export function drawInFront(plot: uPlot, { marks, limits }: Annotations, colours: PlotColours): void {
  const { ctx, bbox } = plot;
  const [right, bottom] = [bbox.left + bbox.width, bbox.top + bbox.height];
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
  for (const { value, label } of limits) {
    const y = plot.valToPos(value, "y", true);
    if (y < bbox.top || y > bottom) continue;
    stroke(ctx, colours.limit, bbox.left, y, right, y);
    write(ctx, label, bbox.left + 4 * devicePixelRatio, y - 4 * devicePixelRatio, colours.limit, colours.font);
  }
  for (const { x: at, label } of marks) {
    const x = plot.valToPos(at, "x", true);
    if (x < bbox.left || x > right) continue;
    stroke(ctx, colours.mark, x, bbox.top, x, bottom);
    write(ctx, label, x + 4 * devicePixelRatio, bbox.top + 12 * devicePixelRatio, colours.text, colours.font);
  }
  ctx.restore();
}

function stroke(ctx: CanvasRenderingContext2D, colour: string, x1: number, y1: number, x2: number, y2: number): void {
  ctx.strokeStyle = colour;
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}

function write(ctx: CanvasRenderingContext2D, label: string, x: number, y: number, colour: string, font: string): void {
  ctx.fillStyle = colour;
  // The canvas counts the pixels of the screen, the font those of the page.
  ctx.font = font.replace(/^(\d+)px/u, (_, size: string) => `${Number(size) * devicePixelRatio}px`);
  ctx.textAlign = "left";
  ctx.fillText(label, x, y);
}
